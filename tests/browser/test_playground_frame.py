"""What a frame of the playground costs a page: steps, all heat maps, the pictures."""

import pytest
from figure_page import alive, write_page
from frame_time import frame_times

from nnlib.figures import Playground


@pytest.mark.parametrize(
    ("hidden", "share"),
    [([4, 2, 0, 0, 0, 0, 0, 0], 0.6), ([8, 8, 8, 8, 8, 8, 0, 0], 0.8)],
    ids=["default", "largest of the original"],
)
def test_a_frame_and_its_steps_fit_an_animation_frame(chromium, tmp_path, measured, hidden, share):
    path = write_page(tmp_path, Playground())
    page = chromium.new_page(viewport={"width": 1280, "height": 2000})
    page.goto(path.as_uri())
    alive(page, "playground")
    times = frame_times(page, Playground(hidden=hidden))
    page.close()
    measured(
        f"page: 20 steps {times['steps']:.1f} ms, a picture {times['drawing']:.1f} ms, "
        f"{times['looking']:.1f} ms of it forward passes; calibration {times['calibration']:.1f} ms"
    )
    assert times["steps"] + times["drawing"] < share * times["calibration"]
