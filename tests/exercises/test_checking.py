"""How an answer is compared, what it earns and what the student is told."""

import numpy as np
import pytest

from exercises.asking import Answer
from exercises.checking import Case, Check, points, report, trace, verdict
from exercises.comparison import relative_error

ANY = Case("some numbers")
CHECK = Check(name="fit", parts={"slope": 2, "curves": 3}, probe=None)
SIGNED = Check(name="delta", parts={"delta": 1}, probe=None, signed=True)
WANT = {"slope": np.array([[1.0, 2.0], [3.0, 4.0]]), "curves": [np.arange(3.0), np.ones((2, 1))]}


def judge(case=ANY, check=CHECK, want=WANT, **fields):
    return verdict(check, case, Answer(**fields), want)


def judge_value(**parts):
    return judge(value=WANT | parts)


def test_a_right_answer_has_nothing_to_be_told():
    found = judge_value()
    assert found.right == {"slope", "curves"}
    assert found.lines == ()
    assert found.error == 0
    assert report(CHECK, [(ANY, found)]) == []


def test_lists_tuples_and_stacks_stand_for_arrays():
    assert judge_value(slope=[[1, 2], [3, 4]]).right == {"slope", "curves"}
    assert judge_value(curves=([0, 1, 2], ([1.0], [1.0]))).right == {"slope", "curves"}
    stack = {"slope": 0.0, "curves": np.ones((2, 3))}
    assert judge(value=stack, want=stack | {"curves": [np.ones(3), np.ones(3)]}).lines == ()


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"slope": np.ones((2, 3))}, "slope: shape (2, 3), expected (2, 2)."),
        ({"slope": WANT["slope"] * [1, np.nan]}, "slope: holds NaN or infinity."),
        ({"slope": np.full((2, 2), 1e200)}, "slope: relative error 1.0e+00, allowed 1e-11."),
        ({"slope": np.full((2, 2), 1e308)}, "slope: the numbers are far too large."),
        ({"slope": WANT["slope"] + 1e-9}, "slope: relative error 1.8e-10, allowed 1e-11."),
        ({"slope": None}, "slope: of type NoneType; numbers of type float64 are expected."),
        ({"slope": "four"}, "slope: of type <U4; numbers of type float64 are expected."),
        ({"slope": WANT["slope"] + 0j}, "slope: of type complex128; numbers of type float64 are"),
        ({"slope": WANT["slope"].astype("f4")}, "slope: of type float32; numbers of type float64"),
        ({"slope": WANT["slope"].astype("f2")}, "slope: of type float16; numbers of type float64"),
        ({"slope": WANT["slope"].astype("g")}, "numbers of type float64"),
        ({"slope": [[1.0, 2.0], [3.0]]}, "slope: its rows have different lengths."),
        ({"slope": {"a": 1}}, "slope: of type dict; numbers of type float64 are expected."),
        ({"curves": [np.arange(3.0)]}, "curves: 1 entries; a list of 2 is expected."),
        ({"curves": 5.0}, "curves: a float; a list of 2 is expected."),
        ({"curves": iter([1, 2])}, "curves: a list_iterator; a list of 2 is expected."),
        ({"curves": {0: 1, 1: 2}}, "curves: a dict; a list of 2 is expected."),
        ({"curves": [np.arange(3.0), 2 * np.ones((2, 1))]}, "curves[1]: relative error 3.3e-01"),
    ],
)
def test_what_is_wrong_with_an_answer_is_told(parts, told):
    found = judge_value(**parts)
    assert not set(parts) & found.right
    assert told in " ".join(found.lines)
    assert points(CHECK, [(ANY, found)]) < 5


@pytest.mark.parametrize("value", [None, [], 3.0, {}, {"slope": WANT["slope"]}])
def test_an_answer_without_the_parts_earns_nothing(value):
    found = judge(value=value)
    assert found.right == frozenset()
    assert found.lines == ("The answer must have the parts slope, curves.",)


def test_an_error_is_told_with_the_students_own_line():
    found = judge(error="ValueError", message="no", function="f", line=3, source="return x @ y")
    assert found.lines == ("It stops with ValueError in f, line 3: no", "    return x @ y")
    assert judge(error="NotImplementedError").lines == ("Not written yet.",)


def test_arguments_that_were_changed_and_time_that_ran_out_cost_the_case():
    assert "changes what it was given (x, y)" in judge(value=WANT, changed=("x", "y")).lines[0]
    slow = judge(value=WANT, seconds=5.5)
    assert slow.lines == ("5.5 s; 5 s are allowed.",)
    assert slow.right == frozenset()


@pytest.mark.parametrize("sign", [1, -1, 1.0, np.int64(-1), np.float64(-1), np.array(1)])
def test_a_declared_sign_turns_the_answer(sign):
    want = {"SIGN": 1, "delta": np.array([2.0, 3.0])}
    turned = {"SIGN": sign, "delta": sign * np.array([2.0, 3.0])}
    assert judge(check=SIGNED, want=want, value=turned).lines == ()
    against = {"SIGN": sign, "delta": -sign * np.array([2.0, 3.0])}
    assert judge(check=SIGNED, want=want, value=against).right == frozenset()


@pytest.mark.parametrize("sign", [None, 0, 2, True, "1", "+1", [1], np.nan, np.array([1, 1]), 1j])
def test_an_undeclared_sign_is_told(sign):
    want = {"SIGN": 1, "delta": np.array([2.0, 3.0])}
    found = judge(check=SIGNED, want=want, value=want | {"SIGN": sign})
    assert found.right == frozenset()
    assert found.lines[0].startswith("SIGN is not declared")


def test_a_part_is_earned_if_right_in_every_case_that_decides_it():
    wrong_slope = judge_value(slope=0 * WANT["slope"])
    assert points(CHECK, [(ANY, judge_value())]) == 5
    assert points(CHECK, [(ANY, judge_value()), (ANY, wrong_slope)]) == 3
    curves_only = Case("curves", judges=("curves",))
    found = verdict(CHECK, curves_only, Answer(WANT | {"slope": 0.0}), WANT)
    assert found.right == {"curves"}
    assert points(CHECK, [(ANY, judge_value()), (curves_only, found)]) == 5
    assert points(CHECK, [(curves_only, found)]) == 3  # nothing decided the slope
    assert points(CHECK, []) == 0


def test_one_array_has_one_error():
    assert relative_error(np.array([1.0, 1e-9]), np.array([1.0, 2e-9])) < 1e-9
    assert relative_error(np.zeros(2), np.zeros(2)) == 0
    assert relative_error(np.zeros(2), np.ones(2)) == 1
    assert relative_error(np.full(2, 1e200), np.ones(2)) == 1
    assert relative_error(np.full(2, 1.7e308), np.ones(2)) == np.inf


def test_no_line_is_cut_by_nbgraders_validator():
    text = "word " * 100
    found = judge(error="ValueError", message=text, function="f", line=1, source=text)
    assert max(map(len, found.lines)) <= 80
    told = report(CHECK, [(Case(text), found)])
    assert max(map(len, told)) <= 80


def test_numbers_are_shown_side_by_side_only_on_request():
    answer = Answer(WANT | {"slope": 2 * WANT["slope"]})
    assert verdict(CHECK, ANY, answer, WANT).table == ()
    shown = verdict(CHECK, ANY, answer, WANT, side_by_side=True).table
    assert [line.split() for line in shown[:2]] == [
        ["numerical", "yours"],
        ["slope[0,", "0]", "1", "2"],
    ]
    wrong_shape = Answer(WANT | {"slope": np.ones(3)})
    assert verdict(CHECK, ANY, wrong_shape, WANT, side_by_side=True).table == ()


def test_a_mistake_that_gives_no_numbers_leaves_its_error():
    stopped = Answer(error="ValueError", message="shapes (3,4) and (5,)")
    assert trace(CHECK, stopped, WANT) == "ValueError: shapes (#,#) and (#,)"
    assert trace(CHECK, Answer(WANT | {"slope": None}), WANT).startswith("Malformed")
