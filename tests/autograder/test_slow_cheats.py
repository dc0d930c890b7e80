"""Submissions for which the judge has to wait, under the unmodified `nbgrader autograde`."""

import pytest
from attempts import SLOW_CHEATS, SLOW_HONEST, fill_in

pytestmark = pytest.mark.full
CHECKED = ("check_forward", "check_delta", "check_gradient")
EARNED = dict.fromkeys(SLOW_HONEST, 10) | {
    name: earned for name, (_, earned) in SLOW_CHEATS.items()
}


@pytest.fixture(scope="module")
def grades(course, release):
    written = SLOW_HONEST | {name: attempt for name, (attempt, _) in SLOW_CHEATS.items()}
    for name, attempt in written.items():
        course.submit(name, "trial", fill_in(release, **attempt))
    course.nbgrader("autograde", "trial")
    return course.grades("trial")


@pytest.mark.parametrize("name", EARNED)
def test_each_earns_what_is_honest_in_it(grades, name):
    assert sum(grades[name][check] for check in CHECKED) == EARNED[name]
