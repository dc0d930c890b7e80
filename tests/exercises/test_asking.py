"""Asking a student's function, whatever it does."""

from types import SimpleNamespace

import numpy as np
import pytest

from exercises.asking import ask


def notebook(code):
    namespace = {"np": np}
    exec(compile(code, "<cell>", "exec"), namespace)
    return SimpleNamespace(**namespace)


def double(student, x):
    return {"y": student.double(x)}


def asked(code, x=(1.0, 2.0)):
    return ask(double, notebook(code), {"x": np.array(x)})


def test_the_value_comes_back_and_time_is_taken():
    answer = asked("def double(x): return 2 * x")
    np.testing.assert_array_equal(answer["value"]["y"], [2.0, 4.0])
    assert 0 < answer["seconds"] < 5
    assert answer["changed"] == ()


def test_lists_of_numbers_become_arrays_and_lists_of_arrays_stay():
    answer = asked("def double(x): return [[2.0 * float(a) for a in x], (x, [])]")
    numbers, (array, empty) = answer["value"]["y"]
    assert isinstance(numbers, np.ndarray)
    assert numbers.dtype == np.float64
    assert isinstance(array, np.ndarray)
    assert empty == []


def test_changed_arguments_are_named_and_the_callers_are_untouched():
    x = np.array([1.0, 2.0])
    nested = [x, (3.0, np.zeros(2))]
    student = notebook("def double(x): x[1][1][0] = 1; return 1.0")
    assert ask(double, student, {"x": nested})["changed"] == ("x",)
    assert nested[1][1][0] == 0
    student = notebook("def double(x): x.append(1); return 1.0")
    assert ask(double, student, {"x": nested})["changed"] == ("x",)
    assert len(nested) == 2


def test_an_error_is_traced_to_the_students_own_line():
    own = "def double(x):\n    return more(2 * x)\n\ndef more(y):\n    return y @ np.eye(3)"
    answer = asked(own)
    assert answer["error"] == "ValueError"
    assert (answer["function"], answer["line"]) == ("more", 5)
    deeper = asked("def double(x):\n    return np.linalg.inv(x)")  # raised inside numpy
    assert deeper["error"] == "LinAlgError"
    assert (deeper["function"], deeper["line"]) == ("double", 2)


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("def double(x): raise SystemExit(0)", "SystemExit"),
        ("def double(x): return double(x)", "RecursionError"),
        ("def double(): return 1", "TypeError"),
        ("double = 5", "TypeError"),
        ("def double(x): raise NotImplementedError()", "NotImplementedError"),
    ],
)
def test_whatever_is_raised_is_an_answer(code, error):
    assert asked(code)["error"] == error


def test_a_missing_function_is_said_to_be_missing():
    answer = asked("")
    assert answer["error"] == "NameError"
    assert answer["message"] == "the notebook has no double; run its cell"


def test_overflow_is_left_to_the_numbers():
    answer = asked("def double(x): return x * 1e308 * 10")
    assert np.isinf(answer["value"]["y"]).all()


def test_ctrl_c_is_not_an_answer():
    with pytest.raises(KeyboardInterrupt):
        asked("def double(x): raise KeyboardInterrupt")
