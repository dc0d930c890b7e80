import json

import nbformat
import pytest
from attempts import ALL, fill_in
from hypothesis import given, settings
from hypothesis import strategies as st
from trial import solution

from exercises.autograder.normalization import normalize
from exercises.autograder.reading import NotGraded, read

SOURCE = solution()
GOOD = json.dumps(fill_in(SOURCE, ALL)).encode()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is empty"),
        (b" \n", "the file is empty"),
        (b"{", "no notebook: Expecting"),
        (GOOD[:500], "no notebook: "),
        (b"<<<<<<< HEAD\n" + GOOD, "no notebook"),
        (b"\xff\xfe" + "{}".encode("utf-16-le"), "no text in UTF-8"),
        (b"[" * 200_000, "nested too deep"),
        (b"[]", "no list of cells"),
        (b'{"nbformat": 4, "cells": {"a": 1}}', "no list of cells"),
        (b'{"nbformat": 4, "cells": []}', "the notebook is empty"),
        (b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": " "}]}', "notebook is empty"),
        (b'{"nbformat": 3, "worksheets": 5}', "cannot be converted"),
        (b" " * (2**26 + 1) + b"{}", "MB"),
    ],
)
def test_what_is_no_notebook_is_named(data, reason):
    with pytest.raises(NotGraded, match=reason):
        read(data)


def test_a_notebook_is_read_without_its_outputs():
    nb, remarks = read(GOOD)
    assert [cell.source for cell in nb.cells] == [
        cell["source"] for cell in json.loads(GOOD)["cells"]
    ]
    assert remarks == []
    nbformat.validate(nb)


def test_a_byte_order_mark_does_no_harm():
    assert read(b"\xef\xbb\xbf" + GOOD)[0].cells


def test_half_a_character_becomes_a_question_mark():
    nb, _ = read(GOOD.replace(b"What did you learn?", b"a \\ud800 b"))
    assert nb.cells[-1].source == "a ? b"


def test_old_formats_are_converted():
    worksheet = {"cells": [{"cell_type": "code", "input": "x = 1", "outputs": [], "language": "p"}]}
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [worksheet]}
    assert read(json.dumps(old).encode())[0].cells[0].source == "x = 1"


def test_cells_of_no_kind_are_left_out_and_counted():
    content = json.loads(GOOD)
    content["cells"] += [5, {"cell_type": "heading", "source": "x"}, {"cell_type": "code"}]
    nb, remarks = read(json.dumps(content).encode())
    assert len(nb.cells) == len(content["cells"]) - 3
    assert remarks == ["3 cells without a type or text were left out"]


def test_pictures_in_text_cells_stay_and_other_attachments_go():
    content = json.loads(GOOD)
    pictures = {"a.png": {"image/png": "AAAA"}, "b": {"text/html": "<script>"}, "c": 3}
    content["cells"][0]["attachments"] = pictures
    nb, _ = read(json.dumps(content).encode())
    assert nb.cells[0].attachments == {"a.png": {"image/png": "AAAA"}}


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda value: st.lists(value, max_size=3) | st.dictionaries(st.text(max_size=5), value),
    max_leaves=5,
)


@given(st.data())
@settings(max_examples=300)
def test_any_damage_is_repaired_or_named(data):
    """Whatever replaces whatever in a notebook, the result is valid or NotGraded is raised."""
    content = json.loads(GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        place, steps = content, data.draw(st.integers(1, 6))
        for _ in range(steps):
            keys = list(place) if isinstance(place, dict) else range(len(place))
            if not len(keys):
                break
            key = data.draw(st.sampled_from(list(keys)))
            if not isinstance(place[key], dict | list) or data.draw(st.booleans()):
                place[key] = data.draw(values)
                break
            place = place[key]
    try:
        nb, _ = normalize(read(json.dumps(content).encode())[0], SOURCE)
    except NotGraded:
        return
    nbformat.validate(nb)
    nbformat.writes(nb).encode()
    ids = [cell.metadata.nbgrader.grade_id for cell in nb.cells if "nbgrader" in cell.metadata]
    assert len(ids) == len(set(ids))


@given(st.binary(max_size=300))
def test_noise_raises_only_not_graded(data):
    with pytest.raises(NotGraded):
        read(data)
