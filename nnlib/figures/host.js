// The host of a page: brings the figures of a static page to life, without a kernel. The scripts
// that follow this one put one module each into the table.
"use strict";

const nnModules = {};

document.addEventListener("DOMContentLoaded", () => {
  const figures = [...document.querySelectorAll(".nn-figure[data-figure]")];
  for (const el of figures) setTimeout(() => nnModules["mount.mjs"].mount(el, nnModules[`${el.dataset.figure}.js`].default));
  setTimeout(() => nnModules["mount.mjs"].openLink(figures));
});
