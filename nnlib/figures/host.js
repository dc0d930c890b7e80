// The host of a page: brings the figures of a static page to life, without a kernel. The scripts
// that follow this one put one module each into the table.
"use strict";

const nnModules = {};

document.addEventListener("DOMContentLoaded", () => {
  const { followAddress, mount } = nnModules["mount.mjs"];
  for (const el of document.querySelectorAll(".nn-figure[data-figure]")) {
    setTimeout(mount, 0, el, nnModules[`${el.dataset.figure}.js`].default);
  }
  setTimeout(followAddress);
});
