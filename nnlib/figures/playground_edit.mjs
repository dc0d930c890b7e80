// One unit shown large, and one weight or bias to read and to change: what pressing the picture
// does, as two lists to choose from.

import { numberField, put } from "./controls.mjs";
import { h } from "./dom.mjs";
import { lockable } from "./playground_locks.mjs";

const LARGEST = 1000;

/** Chooses what the large picture shows. */
function enlarge(model) {
  const list = chooser("shown large", (number) => put(model, "shown", number));
  return {
    element: list.element,
    update({ units, shown }) {
      list.offer(units.map(({ name }) => name));
      list.show(shown < units.length ? shown : 0);
    },
  };
}

/** Chooses a weight or a bias, and changes it. */
function edit(model) {
  const list = chooser("weight or bias", (number) => put(model, "picked", number));
  const limits = { label: "its value", low: -LARGEST, high: LARGEST };
  let typing = false;
  const field = numberField(limits, (value) => {
    model.send({ do: "edit", index: model.get("picked") - 1, value });
  });
  // JupyterLab keeps a field from hearing that Enter has finished it.
  field.input.addEventListener("keydown", ({ key }) => {
    if (key === "Enter" && typing) field.input.dispatchEvent(new Event("change"));
  });
  for (const begins of ["focus", "select", "input"]) {
    field.input.addEventListener(begins, () => (typing = true));
  }
  for (const ends of ["change", "blur"]) field.input.addEventListener(ends, () => (typing = false));
  const label = h("label", { class: "nn-control" }, h("span", {}, "its value"), field.input);
  return {
    element: h("div", { class: "nn-pair" }, list.element, label, field.complaint),
    update({ params, parameterNames, picked }) {
      list.offer(["none", ...parameterNames]);
      const there = picked > 0 && picked <= params.length;
      list.show(there ? picked : 0);
      field.input.disabled = !there;
      // What is being typed is not overwritten by a run that goes on.
      if (there && !typing) field.show(Number(params[picked - 1].toPrecision(4)));
    },
  };
}

export function pickers(model) {
  const parts = [lockable("shown", enlarge)(model), lockable("edit", edit)(model)];
  return {
    element: h("div", { class: "nn-pickers" }, ...parts.map(({ element }) => element)),
    update: (seen) => parts.forEach((part) => part.update(seen)),
  };
}

// A list of names that may change; taken is the number of the one chosen.
function chooser(label, take) {
  const input = h("select", { onchange: () => take(Number(input.value)) });
  let [offered, options] = ["", []];
  return {
    element: h("label", { class: "nn-control" }, h("span", {}, label), input),
    offer(names) {
      if (names.join() === offered) return;
      offered = names.join();
      options = names.map((name, number) => h("option", { value: number }, name));
      input.replaceChildren(...options);
    },
    show(number) {
      options.forEach((option, other) => {
        if (option.selected !== (other === number)) option.selected = other === number;
      });
    },
  };
}
