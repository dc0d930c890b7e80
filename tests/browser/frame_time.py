"""Main-thread time of a figure that trains: its steps and its drawing, on the page itself."""

import json

TIMED = """async ({ name, state }) => {
    const time = (work) => {
        const start = performance.now();
        work();
        return performance.now() - start;
    };
    let sink = 0;
    const calibration = () => {
        for (let k = 0; k < 2e6; k++) sink += Math.tanh(k * 1e-6) * 0.5;
    };
    const { build, snapshot } = nnModules["view.mjs"];
    const { canvasSurface } = nnModules["surface.mjs"];
    const figure = nnModules[`${name}.js`].default;
    const model = nnModules["model.mjs"].createModel({ playing: false, ...state });
    const receive = figure.drive({ model });
    const el = document.querySelector(`#${name}`);
    const mounting = time(() => figure.render({ model, el }));
    const view = build(figure.description, model, canvasSurface);
    el.replaceChildren(...view.elements);
    view.update();
    const works = {
        steps: () => receive({ do: "advance", steps: 20 }),
        looking: () => figure.description.look?.(snapshot(model)),
        drawing: () => view.update(),
        calibration,
    };
    const rounds = Object.fromEntries(Object.keys(works).map((work) => [work, []]));
    for (let round = 0; round < 40; round++) {
        for (const work of Object.keys(works)) rounds[work].push(time(works[work]));
        await new Promise(requestAnimationFrame);
    }
    const median = (list) => list.sort((a, b) => a - b)[list.length >> 1];
    const medians = Object.entries(rounds).map(([work, list]) => [work, median(list)]);
    return { mounting, ...Object.fromEntries(medians) };
}"""


def frame_times(page, figure):
    """Milliseconds, medians of 40 frames, of a figure whose page shows one of the same name.

    steps: 20 of them. drawing: all pictures; looking: the part of it that computes what they show.
    mounting: of the whole figure, once. calibration: of a loop that any machine runs alike.
    """
    state = json.loads(json.dumps(figure.state()))
    return page.evaluate(TIMED, {"name": figure.id, "state": state})
