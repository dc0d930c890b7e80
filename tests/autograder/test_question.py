import base64
import sys
from types import ModuleType

import numpy as np
import pytest
import trial

from exercises.autograder.question import LOST, Question
from exercises.autograder.wire import encode
from exercises.checking import Case

DELTA = trial.CHECKS[1]
INPUTS = {"A": np.array([[0.5, 0.25]]), "dA": np.array([[1.0, 2.0]])}
WANT = {"delta": np.array([[0.75, 1.875]])}
VISIBLE = Question(DELTA, Case("visible", seed=1), INPUTS, WANT)
HIDDEN = Question(DELTA, Case("hidden"), INPUTS, WANT)


@pytest.fixture
def claim(monkeypatch):
    """What a kernel with this notebook in it would claim, and the nonce of the question."""

    def ask(question, code):
        notebook = ModuleType("__main__")
        exec(compile(code, "<cell>", "exec"), notebook.__dict__)
        monkeypatch.setitem(sys.modules, "__main__", notebook)
        expression, nonce = question.expression()
        return repr(eval(expression)), nonce

    return ask


def test_an_answer_arrives(claim):
    code = "def delta(A, dA): return dA * (1 - A**2)"
    answer = VISIBLE.answer(*claim(VISIBLE, code), code)
    assert answer.error == ""
    assert np.array_equal(answer.value["delta"], WANT["delta"])


def test_inputs_that_were_changed_are_named(claim):
    code = "def delta(A, dA):\n    A += 1\n    return A"
    assert VISIBLE.answer(*claim(VISIBLE, code), code).changed == ("A",)
    assert INPUTS["A"][0, 0] == 0.5


RAISES = "def delta(A, dA):\n    raise {}"


def test_an_error_in_a_visible_case_is_told_in_full(claim):
    code = RAISES.format("ValueError(f'{A[0, 0]} is wrong')")
    answer = VISIBLE.answer(*claim(VISIBLE, code), code)
    assert (answer.error, answer.message) == ("ValueError", "0.5 is wrong")
    assert (answer.function, answer.line) == ("delta", 2)


def test_an_error_in_a_hidden_case_carries_no_input_away(claim):
    code = RAISES.format("type(f'Is{A[0, 0]}', (ValueError,), {})(A)")
    answer = HIDDEN.answer(*claim(HIDDEN, code), code)
    assert (answer.error, answer.message) == ("Exception", "")
    assert "0.5" not in str(answer)


def forged(nonce, **fields):
    return repr(base64.b64encode(encode({"nonce": nonce, **fields})).decode())


def test_words_that_are_not_the_notebooks_are_left_out():
    code = "def delta(A, dA): pass"
    told = {"error": "KeyError", "message": "0.5", "function": "f0_5", "source": "0.5", "line": 500}
    answer = HIDDEN.answer(forged("n", **told), "n", code)
    assert answer == type(answer)(error="KeyError")


@pytest.mark.parametrize(
    "claim",
    [
        None,
        5,
        "",
        "'AAAA",
        "'%%%%'",
        "'AAAA'",
        "'A'",
        "'" + "A" * 10**6 + "'",
        forged("another nonce", value=WANT),
        forged("n", value=WANT | {"more": np.zeros(10**5)}),
        forged("n", value=5),
        forged("n"),
        forged("n", value=WANT["delta"]),
        repr(base64.b64encode(encode([1, 2])).decode()),
        repr(base64.b64encode(encode({"value": WANT})).decode()),
    ],
)
def test_what_is_no_answer_to_this_question_counts_as_none(claim):
    assert VISIBLE.answer(claim, "n", "") == LOST


def test_fields_of_the_wrong_type_count_as_none():
    fields = {"value": WANT, "line": "5", "changed": 7, "error": None, "message": [1], "source": 2}
    answer = VISIBLE.answer(forged("n", **fields), "n", "")
    assert (answer.error, answer.line, answer.changed, answer.message) == ("", None, (), "")


def test_the_names_of_the_judges_own_errors_cannot_be_claimed():
    for name in ("KernelLost", "OutOfTime", "NoAnswer"):
        assert VISIBLE.answer(forged("n", error=name), "n", "").error == "Exception"


def test_a_value_that_is_no_number_is_named(claim):
    code = "def delta(A, dA): return {1.5: A}"
    answer = VISIBLE.answer(*claim(VISIBLE, code), code)
    assert answer.error == "TypeError"
    assert "keys" in answer.message


def test_no_question_repeats_its_nonce():
    assert VISIBLE.expression()[1] != VISIBLE.expression()[1]
