import json
from html import unescape

import nbformat
import pytest
from attempts import ALL, fill_in
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from exercises.autograder.outputs import BYTES, Outputs


def outputs(*messages):
    collected = Outputs()
    for kind, content in messages:
        collected.add(kind, content)
    return collected.finished()


def words(text, name="stdout"):
    return "stream", {"name": name, "text": text}


def test_words_in_a_row_become_one_output():
    assert [out.text for out in outputs(words("a"), words("b"), words("c", "stderr"))] == [
        "ab",
        "c",
    ]


def test_clearing_takes_away_what_was_there():
    assert outputs(words("a"), ("clear_output", {"wait": False}), words("b"))[0].text == "b"
    assert outputs(words("a"), ("clear_output", {"wait": True}))[0].text == "a"
    assert outputs(words("a"), ("clear_output", {"wait": True}), words("b"))[0].text == "b"


def test_markup_is_left_out_and_pictures_stay():
    data = {"text/plain": "p", "text/html": "<script>", "image/png": "AA==", "image/svg+xml": "<"}
    (output,) = outputs(("display_data", {"data": data}))
    assert output.data == {"text/plain": "p", "image/png": "AA=="}


def test_a_picture_that_is_none_is_left_out():
    (output,) = outputs(("display_data", {"data": {"image/png": '"><script>'}}))
    assert output.data == {"text/plain": ""}


def test_more_than_is_kept_is_said():
    kept, note = outputs(words("a" * (BYTES - 200)), words("b" * 300, "stderr"))
    assert set(kept.text) == {"a"}
    assert "left out" in note.text


@pytest.mark.parametrize("kind", ["stream", "display_data", "execute_result", "error", "other", 5])
@pytest.mark.parametrize("value", [None, 5, [1], {"a": 1}, "\ud800"])
def test_any_message_gives_outputs_that_a_file_can_hold(kind, value):
    names = ("name", "text", "data", "ename", "evalue", "traceback", "wait")
    made = outputs((kind, dict.fromkeys(names, value)), (kind, {}))
    nb = nbformat.v4.new_notebook(cells=[new_code_cell("", outputs=made)])
    nbformat.validate(nb)
    nbformat.writes(nb).encode()


SCRIPT = "<script>alert(5)</script><img src=x onerror=alert(5)>"


def test_no_script_of_a_student_reaches_a_graders_browser(course, release):
    """formgrader and feedback show the same page; both take what the autograder left."""
    nb = fill_in(release, ALL, first=f"from IPython.display import *\ndisplay(HTML({SCRIPT!r}))")
    nb.cells[-1].source = SCRIPT
    links = "[x](javascript:alert(5)) [x](&#106;avascript:alert(5)) [x](javascript\\:alert(5))"
    links += "\n\n[y]\n\n[y]: javascript:alert(5)"
    nb.cells += [new_markdown_cell(f"{links} {SCRIPT}"), new_raw_cell(SCRIPT)]
    nb.cells += [new_code_cell("Javascript('alert(5)')"), new_code_cell(f"print({SCRIPT!r})")]
    nb.metadata.widgets = {"application/vnd.jupyter.widget-state+json": {"state": SCRIPT}}
    course.submit("ana", "trial", json.loads(json.dumps(nb)))
    course.nbgrader("autograde", "trial")
    course.nbgrader("generate_feedback", "trial")
    html = (course.root / "feedback" / "ana" / "trial" / "trial.html").read_text()
    assert "alert(5)" in html
    for start in ("<script>alert", "<img src=x", 'href="javascript'):
        assert start not in unescape(html.replace("&lt;", "")).lower()
