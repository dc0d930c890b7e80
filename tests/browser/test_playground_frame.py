"""What a frame of the playground costs a page: steps, all heat maps, the pictures."""

import json

import pytest
from figure_page import alive, write_page

from nnlib.figures import Playground


@pytest.mark.parametrize(
    ("hidden", "share"),
    [([4, 2, 0, 0, 0, 0, 0, 0], 0.6), ([8, 8, 8, 8, 8, 8, 0, 0], 0.8)],
    ids=["default", "largest of the original"],
)
def test_a_frame_and_its_steps_fit_an_animation_frame(chromium, tmp_path, measured, hidden, share):
    """Main-thread time of 20 steps and all drawing, against a loop that any machine runs alike."""
    path = write_page(tmp_path, Playground())
    page = chromium.new_page(viewport={"width": 1280, "height": 2000})
    page.goto(path.as_uri())
    alive(page, "playground")
    state = json.loads(json.dumps(Playground(hidden=hidden).state()))
    steps, looking, drawing, calibration = page.evaluate(
        """async (state) => {
            const median = (list) => list.sort((a, b) => a - b)[list.length >> 1];
            const time = (work) => {
                const start = performance.now();
                work();
                return performance.now() - start;
            };
            let sink = 0;
            const loop = () => {
                for (let k = 0; k < 2e6; k++) sink += Math.tanh(k * 1e-6) * 0.5;
            };
            const { build, snapshot } = nnModules["view.mjs"];
            const { canvasSurface } = nnModules["surface.mjs"];
            const { look } = nnModules["playground_look.mjs"] ?? {};
            const playground = nnModules["playground.js"].default;
            const model = nnModules["model.mjs"].createModel({ playing: false, ...state });
            const receive = playground.drive({ model });
            const el = document.querySelector("#playground");
            const view = build(playground.description, model, canvasSurface);
            el.replaceChildren(...view.elements);
            view.update();
            const rounds = [[], [], [], []];
            for (let round = 0; round < 40; round++) {
                rounds[0].push(time(() => receive({ do: "advance", steps: 20 })));
                rounds[1].push(time(() => playground.description.look(snapshot(model))));
                rounds[2].push(time(() => view.update()));
                rounds[3].push(time(loop));
                await new Promise(requestAnimationFrame);
            }
            return rounds.map(median);
        }""",
        state,
    )
    page.close()
    measured(
        f"page: 20 steps {steps:.1f} ms, a picture {drawing:.1f} ms, of which {looking:.1f} ms are "
        f"forward passes; calibration loop {calibration:.1f} ms"
    )
    assert steps + drawing < share * calibration
