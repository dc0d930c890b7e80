// Predictions (book/_ext/predictions.py): asks for a commitment, keeps it in this browser, then
// shows the answer. Loaded before the page is read: what was answered earlier is there at once.

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
      return memory; // the browser forbids storage
    }
  }

  function keep(changed) {
    memory = changed;
    try {
      localStorage.setItem(KEY, JSON.stringify(changed));
    } catch {
      const told = "This browser keeps nothing: they last until you leave the page.";
      for (const form of all()) find(form, "told").textContent = told;
    }
  }

  /** What is right, and whether an answer is. */
  function expected(form) {
    const { number, tolerance } = find(form, "choices").dataset;
    if (number === undefined) {
      const right = form.querySelector("[data-right]").value;
      return { right, holds: (answer) => answer === right };
    }
    const near = Number(tolerance) * (1 + 1e-9); // 0.522 − 0.517 is a little more than 0.005
    return { right: number, holds: (answer) => Math.abs(answer - number) <= near };
  }

  /** The reader's answer to a question; none if the question was another then. */
  function given(form) {
    const known = answers()[form.dataset.name];
    const same =
      known?.question === form.dataset.question &&
      known.right === expected(form).right &&
      (find(form, "number") || radio(form, known.answer));
    return same ? known : null;
  }

  const radio = (form, value) =>
    [...form.querySelectorAll("[type=radio]")].find((input) => input.value === value);

  /** What the form holds: {answer}, or {complaint}. */
  function chosen(form) {
    const field = find(form, "number");
    if (!field) {
      const answer = form.querySelector(":checked")?.value;
      return answer === undefined ? { complaint: "Choose one first." } : { answer };
    }
    const answer = field.value.trim().replace(",", ".").replace("−", "-");
    const good = answer !== "" && Number.isFinite(Number(answer));
    return good ? { answer } : { complaint: "Write a number first, such as 0.25." };
  }

  function commit(event) {
    event.preventDefault();
    const form = event.target;
    const { answer, complaint } = chosen(form);
    if (complaint) {
      find(form, "verdict").textContent = complaint;
      form.querySelector(".predict-choices input").focus();
      return;
    }
    const { right, holds } = expected(form);
    const { name, question } = form.dataset;
    const known = { page: document.title, question, answer, right, cameTrue: holds(answer) };
    keep({ ...answers(), [name]: { ...known, at: new Date().toISOString() } });
    update();
    form.querySelector(".predict-answer summary").focus();
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

  function again({ target }) {
    forget([target.form]);
    target.form.querySelector(".predict-choices input").focus();
  }

  function save() {
    const list = Object.entries(answers()).map(([name, known]) => ({ name, ...known }));
    const file = new Blob([JSON.stringify(list, null, 2)], { type: "application/json" });
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
    if (form.dataset.answered === String(answered)) return;
    form.dataset.answered = answered;
    const verdict = find(form, "verdict");
    const right = answered && expected(form).holds(known.answer);
    verdict.textContent = answered ? (right ? "✓ So it is." : "✗ Not so.") : "";
    verdict.classList.toggle("predict-right", right);
    for (const input of form.querySelectorAll(".predict-choices input, [type=submit]")) {
      input.disabled = answered;
    }
    if (answered && find(form, "number")) find(form, "number").value = known.answer;
    else if (answered) radio(form, known.answer).checked = true;
    find(form, "answer").open = answered;
  }

  /** All questions of the page, and how far the reader is. */
  function update() {
    const forms = all();
    const known = forms.map(given).filter(Boolean);
    const right = known.filter(({ cameTrue }) => cameTrue).length;
    const mark = `${known.length} of ${forms.length} predicted`;
    for (const form of forms) {
      show(form);
      const summary = find(form, "tools").firstElementChild;
      summary.textContent = known.length > 0 ? `${mark}, ${right} right` : mark;
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const form of all()) {
      form.addEventListener("submit", commit);
      find(form, "again").addEventListener("click", again);
      find(form, "forget").addEventListener("click", () => forget(all()));
      find(form, "save").addEventListener("click", save);
    }
    update();
  });
  window.addEventListener("storage", ({ key }) => key === KEY && update()); // another tab

  return { restore: show };
})();
