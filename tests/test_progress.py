"""The progress bar: what it shows in a terminal and in a notebook, and that nothing else prints."""

import itertools
import re
import subprocess
import sys

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbclient import NotebookClient
from places import ROOT

from nnlib import (
    MLP,
    EarlyStopping,
    GradientDescent,
    blobs,
    epochs,
    progress_bar,
    restarts,
    squared_error,
    train,
    xnor,
)

BEGIN = """
import itertools, time
from nnlib import *
net, (X, T) = MLP((2, 3, 1)), blobs(20)
def run(steps=None, rate=0.1):
    return train(net, net.init(1), X, T, squared_error, GradientDescent(rate), steps, batch_size=8)
def validation_loss(params):
    return squared_error(net(params, X), T)
"""


def terminal(code):
    """(stdout, the frames that the bar drew on stderr) of a Python program."""
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", BEGIN + code],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return result.stdout, [frame for frame in re.split(r"[\r\n]+", result.stderr) if frame.strip()]


def test_iterating_prints_nothing(capfd):
    net, (X, T) = MLP((2, 3, 1)), blobs(20)

    def run(seed=1):
        return train(net, net.init(seed), X, T, squared_error, GradientDescent(0.1), 30)

    def stopping(seed):
        return EarlyStopping(epochs(run(seed), lambda p: squared_error(net(p, X), T)), 5)

    assert len(list(run())) == len(list(epochs(run()))) == 30
    assert len(list(restarts(stopping, [1, 2]))) == 2
    assert capfd.readouterr() == ("", "")


def test_the_bar_shows_how_far_a_run_is_and_its_loss():
    stdout, frames = terminal("for s in progress_bar(run(7)): last = s\nprint(f'{last.loss:.4g}')")
    assert frames[-1].startswith("100%")
    assert " 7/7 [" in frames[-1]
    assert f"loss {stdout.strip()}]" in frames[-1]
    assert "validation" not in frames[-1]


def test_the_bar_of_epochs_shows_the_validation_loss_too():
    stdout, frames = terminal(
        "records = itertools.islice(epochs(run(), validation_loss), 4)\n"
        "*_, last = progress_bar(records, total=4)\n"
        "print(f'loss {last.loss:.4g}, validation loss {last.validation_loss:.4g}')"
    )
    assert " 4/4 [" in frames[-1]
    assert stdout.strip() in frames[-1]


def test_the_bar_of_restarts_shows_the_validation_loss_alone():
    _, frames = terminal(
        "several = restarts(lambda seed: epochs(run(5), validation_loss), range(3))\n"
        "list(progress_bar(several, total=3))"
    )
    assert re.search(r"3/3 .*, validation loss [\d.]+\]", frames[-1])


def test_the_bar_shows_the_time_left():
    _, frames = terminal(
        "slow = (time.sleep(0.15) or step for step in run())\n"
        "list(itertools.islice(progress_bar(slow, total=100), 4))"
    )
    left = [int(found[1]) for frame in frames if (found := re.search(r"<00:(\d\d)", frame))]
    assert left
    assert all(10 <= seconds <= 40 for seconds in left)
    assert " 4/100 [" in frames[-1]


def test_a_loop_that_is_left_leaves_the_bar_at_its_last_step():
    _, frames = terminal("for step in progress_bar(run(100)):\n    if step.step == 4: break")
    assert " 4/100 [" in frames[-1]


def test_without_a_total_the_bar_counts():
    _, frames = terminal("list(itertools.islice(progress_bar(epochs(run())), 9))")
    assert frames[-1].startswith("9it [")


def test_a_run_that_diverges_leaves_the_bar_at_its_last_step():
    stdout, frames = terminal(
        "try: list(progress_bar(run(900, rate=1e9)))\n"
        "except Diverged as error: print(error.last.step)"
    )
    assert f" {stdout.strip()}/900 [" in frames[-1]


def test_the_records_pass_unchanged_when_they_are_asked_for(capsys):
    net, (X, T) = MLP((2, 3, 1)), blobs(20)
    run = train(net, net.init(1), X, T, squared_error, GradientDescent(0.1), 5)
    bar = progress_bar(run)
    assert next(bar).step == 1
    assert next(run).step == 2
    assert [step.step for step in bar] == [3, 4, 5]
    assert run.state == ()


def test_in_a_notebook_the_bar_is_a_widget():
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [
        nbformat.v4.new_code_cell(BEGIN + "for step in progress_bar(run(30)):\n    pass")
    ]
    NotebookClient(notebook, timeout=60, resources={"metadata": {"path": str(ROOT)}}).execute()
    (output,) = notebook.cells[0].outputs
    assert "application/vnd.jupyter.widget-view+json" in output.data
    widgets = notebook.metadata.widgets["application/vnd.jupyter.widget-state+json"]["state"]
    texts = [widget["state"].get("value") for widget in widgets.values()]
    assert "100%" in texts
    assert any(re.search(r"\s30/30\s\[.*,\sloss\s0\.\d+\]", str(text)) for text in texts), texts


def test_without_tqdm_one_is_told_how_to_get_it():
    stdout, _ = terminal(
        "import sys; sys.modules['tqdm'] = sys.modules['tqdm.auto'] = None\n"
        "try: progress_bar(run(3))\n"
        "except ModuleNotFoundError as error: print(error)"
    )
    assert stdout.startswith("progress_bar draws with tqdm, which is not installed: python -m pip")


NO_ITERABLE = st.one_of(st.none(), st.integers(), st.floats(), st.just(object()), st.just(len))


@given(NO_ITERABLE)
def test_what_cannot_be_iterated_is_refused_at_the_call(value):
    with pytest.raises((ValueError, TypeError), match=r"\brecords\b"):
        progress_bar(value)


@given(st.one_of(st.integers(max_value=0), st.floats(), st.text(), st.booleans()))
def test_a_total_that_is_no_count_is_refused_at_the_call(value):
    with pytest.raises((ValueError, TypeError), match=r"\btotal\b"):
        progress_bar(itertools.repeat(1), value)


def test_a_run_without_an_end_has_a_bar_that_counts():
    net, (X, T) = MLP((2, 3, 1)), xnor()
    run = train(net, net.init(seed=1), X, T, squared_error, GradientDescent(0.1))
    assert [step.step for step in itertools.islice(progress_bar(run), 3)] == [1, 2, 3]
