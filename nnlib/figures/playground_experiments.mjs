// Experiments to begin with: a list of presets, each with a question, and its reason when asked.

import { button, put } from "./controls.mjs";
import { h, say } from "./dom.mjs";

const LEFT = ["shown", "picked", "place", "speed", "log_loss"]; // a preset is not about these

export function experiments(model) {
  const presets = model.get("presets");
  const defaults = model.get("defaults");
  let chosen = null;
  const input = h("select", { onchange: () => choose(presets[Number(input.value)]) });
  input.append(
    h("option", { value: "" }, "choose one"),
    ...presets.map(({ name }, number) => h("option", { value: number }, name)),
  );
  const ask = h("p", { class: "nn-ask" });
  const reason = h("p", { class: "nn-reply" });
  const why = h("details", {}, h("summary", {}, "Why?"), reason);
  const run = button("Run", () => model.send({ do: "epochs", count: chosen.epochs }));
  const asked = h("div", { class: "nn-asked", role: "status", hidden: true }, ask, run, why);

  function choose(preset) {
    chosen = preset ?? null;
    asked.hidden = !chosen;
    if (!chosen) return;
    say(ask, chosen.ask);
    say(reason, chosen.because);
    say(run, `Train for ${chosen.epochs} epochs`);
    why.open = false;
    for (const [name, value] of Object.entries({ ...defaults, ...chosen.settings })) {
      if (!LEFT.includes(name)) model.set(name, value);
    }
    model.save_changes();
    put(model, "shown", 0);
    model.send({ do: "reset" });
  }

  return {
    element: h(
      "div",
      { class: "nn-experiments" },
      h("label", { class: "nn-control" }, h("span", {}, "experiment"), input),
      asked,
    ),
  };
}
