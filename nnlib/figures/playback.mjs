// Playing in a page: the next frame is made once the last one was seen, so a page that is hidden or
// scrolled away costs nothing. playback.py does the same in the kernel.

const BUDGET = 8; // ms of computing per frame of 17 ms; the drawing needs the rest
const FRAME = 17; // ms
const LONGEST = 500; // ms that a frame may make up for: what reduced motion waits between pictures

/**
 * What a driver does with the messages of its view.
 * @param {Object} model with traits `playing` and `speed` (steps a second)
 * @param {Object} run advance({steps, late}) makes a frame, and stops where late() is true; any
 *   other message {do: name, …} calls run[name](message)
 */
export function playback(model, run) {
  let [waiting, madeAt] = [0, 0];

  function next() {
    const now = performance.now();
    const elapsed = Math.min(now - madeAt, LONGEST);
    const patience = Math.min(BUDGET * Math.max(1, elapsed / FRAME), 6 * BUDGET);
    madeAt = now;
    run.advance({
      steps: Math.max(1, Math.round((model.get("speed") * elapsed) / 1000)),
      late: () => performance.now() - now > patience,
    });
  }

  function painted() {
    clearTimeout(waiting);
    if (!model.get("playing")) return;
    const wait = madeAt + 1000 / model.get("speed") - performance.now();
    if (wait > FRAME) waiting = setTimeout(next, wait);
    else next();
  }

  model.on("change:playing", () => {
    clearTimeout(waiting);
    madeAt = performance.now() - FRAME;
    if (model.get("playing")) next();
  });
  return (message) => (message.do === "painted" ? painted() : run[message.do](message));
}
