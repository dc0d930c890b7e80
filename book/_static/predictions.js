// Predictions (book/_ext/predictions.py): asks for a commitment, keeps it in this browser, then
// shows the answer. Run before the page is read, so that answers given earlier are there at once.

window.predictions = (() => {
  "use strict";
  const KEY = "neural-networks-step-by-step:predictions";
  const find = (form, name) => form.querySelector(`.predict-${name}`);
  const all = () => [...document.querySelectorAll("form.predict")];
  let memory = {}; // where the browser keeps nothing

  /** Every answer given in the book: {name: {page, question, answer, right, cameTrue, at}}. */
  function answers() {
    try {
      return JSON.parse(localStorage.getItem(KEY)) ?? {};
    } catch {
      return memory; // storage is forbidden, or what it holds is not ours
    }
  }

  function keep(changed) {
    memory = changed;
    try {
      localStorage.setItem(KEY, JSON.stringify(changed));
    } catch {
      for (const form of all()) {
        find(form, "told").textContent =
          "This browser keeps nothing for this page: your answers last until you leave it.";
      }
    }
  }

  /** The reader's answer to a question, unless it was asked otherwise then. */
  function given(form) {
    const known = answers()[form.dataset.name];
    return known?.question === form.dataset.question && known;
  }

  function expected(form) {
    const { number, tolerance } = find(form, "choices").dataset;
    if (number === undefined) {
      const right = form.querySelector("[data-right]").value;
      return { right, holds: (answer) => answer === right };
    }
    const near = Number(tolerance) * (1 + 1e-9); // 0.005 away in decimals is not so in binary
    return { right: number, holds: (answer) => Math.abs(Number(answer) - Number(number)) <= near };
  }

  /** What the form holds: {answer}, or {complaint}. */
  function chosen(form) {
    const field = find(form, "number");
    if (!field) {
      const answer = form.querySelector("input:checked")?.value;
      return answer === undefined ? { complaint: "Choose one first." } : { answer };
    }
    const answer = field.value.trim().replace(",", ".").replace("−", "-");
    const good = answer !== "" && Number.isFinite(Number(answer));
    return good ? { answer } : { complaint: "Write a number first, such as 0.25." };
  }

  function commit(event) {
    event.preventDefault();
    const form = event.target;
    if (given(form)) return forget([form]);
    const { answer, complaint } = chosen(form);
    if (complaint) {
      find(form, "verdict").textContent = complaint;
      return form.querySelector("input").focus();
    }
    const { right, holds } = expected(form);
    keep({
      ...answers(),
      [form.dataset.name]: {
        page: document.title,
        question: form.dataset.question,
        answer,
        right,
        cameTrue: holds(answer),
        at: new Date().toISOString(),
      },
    });
    update();
  }

  function forget(forms) {
    const left = answers();
    for (const form of forms) {
      delete left[form.dataset.name];
      form.reset();
    }
    keep(left);
    update();
  }

  function save(event) {
    const file = new Blob([JSON.stringify(answers(), null, 2)], { type: "application/json" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = "predictions.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  /** Shows a question as it stands: open, or answered. */
  function show(form) {
    const known = given(form);
    const answered = Boolean(known);
    const changed = form.dataset.answered !== String(answered);
    form.dataset.answered = answered;
    form.querySelector("button[type=submit]").textContent = answered
      ? "Predict again"
      : "This is my prediction";
    const verdict = find(form, "verdict");
    if (answered) {
      const said = known.answer.replace("-", "−");
      verdict.textContent = known.cameTrue ? "✓ So it is." : `✗ Not so. You said: ${said}`;
    } else if (changed) verdict.textContent = "";
    verdict.dataset.cameTrue = answered && known.cameTrue;
    for (const input of form.querySelectorAll("input")) {
      input.disabled = answered;
      if (!answered) continue;
      if (input.type === "radio") input.checked = input.value === known.answer;
      else input.value = known.answer;
    }
    if (changed) find(form, "answer").open = answered;
  }

  function update() {
    const forms = all();
    const [made, came] = [given, (form) => given(form).cameTrue].map((is) => forms.filter(is).length);
    const mark = `${made} of ${forms.length} predicted`;
    for (const form of forms) {
      show(form);
      const summary = find(form, "tools").querySelector("summary");
      summary.textContent = made ? `${mark}, ${came} came true` : mark;
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const form of all()) {
      form.addEventListener("submit", commit);
      find(form, "forget").addEventListener("click", () => forget(all()));
      find(form, "save").addEventListener("click", save);
    }
    update();
  });
  window.addEventListener("storage", ({ key }) => key === KEY && update()); // another tab

  return { restore: show };
})();
