import nbformat
import pytest
from nbformat.v4 import new_code_cell

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
