// Hidden layers, one more or fewer, and units, one more or fewer in each.

import { button, put } from "./controls.mjs";
import { h, say } from "./dom.mjs";

/** A part that edits the setting `hidden`: units by layer, 0 for a layer that is not there. */
export function layers(model) {
  const { high, names } = model.get("limits").hidden;
  const sizes = () =>
    model
      .get("hidden")
      .map(Math.floor)
      .filter((units) => units > 0);
  const write = (list) => put(model, "hidden", [...list, ...names.slice(list.length).map(() => 0)]);
  const changed = (place, by) =>
    write(sizes().map((units, other) => (other === place ? units + by : units)));

  const layerCount = stepper("hidden layer", (by) =>
    write(by > 0 ? [...sizes(), 2] : sizes().slice(0, -1)),
  );
  const unitCounts = names.map((name, place) =>
    stepper(`unit of ${name}`, (by) => changed(place, by)),
  );
  return {
    element: h(
      "div",
      { class: "nn-layers", role: "group", "aria-label": "Hidden layers" },
      layerCount.element,
      ...unitCounts.map(({ element }) => element),
    ),
    update() {
      const list = sizes();
      layerCount.show(list.length, 0, names.length, "hidden layer");
      unitCounts.forEach(({ element, show }, place) => {
        element.hidden = place >= list.length;
        if (place < list.length) show(list[place], 1, high, "unit");
      });
    },
  };
}

// Two buttons about a count.
function stepper(what, take) {
  const limits = { count: 0, low: 0, high: 0 };
  const press = (by) => () => {
    const next = limits.count + by;
    if (next >= limits.low && next <= limits.high) take(by);
  };
  const [fewer, more] = [button("−", press(-1)), button("+", press(1))];
  fewer.setAttribute("aria-label", `One ${what} fewer`);
  more.setAttribute("aria-label", `One ${what} more`);
  const text = h("span", { class: "nn-count" });
  return {
    element: h("span", { class: "nn-stepper" }, fewer, text, more),
    show(count, low, high, noun) {
      Object.assign(limits, { count, low, high });
      say(text, `${count} ${noun}${count === 1 ? "" : "s"}`);
      fewer.setAttribute("aria-disabled", String(count <= low));
      more.setAttribute("aria-disabled", String(count >= high));
    },
  };
}
