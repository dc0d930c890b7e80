"""The student's page of the book shows what a student sees."""

import re

from grading import student, told_in_notebook

from exercises.build import FOR_STUDENTS, HERE

PAGE = (HERE.parent / "book" / "student.md").read_text("utf-8")


def test_the_diagnosis_in_the_book_is_what_the_check_says():
    forgetful = student("def delta_hidden(delta, W, Z, g_prime): return delta @ W.T")
    (shown,) = re.findall(r"```text\n(delta_hidden.*?)```", PAGE, re.DOTALL)
    assert shown.strip() == told_in_notebook("delta_hidden", forgetful)


def test_the_commands_in_the_book_are_those_in_the_zip():
    how_to = (HERE / "how-to.txt").read_text("utf-8")
    commands = re.findall(r"^(?:py |python3 |\.venv).*$", PAGE, re.MULTILINE)
    assert len(commands) == 6
    assert all(command in how_to for command in commands)
    assert all(file in PAGE for file in FOR_STUDENTS)
