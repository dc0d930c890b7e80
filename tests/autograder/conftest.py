"""The small problem set, released once by nbgrader's own command."""

import shutil

import pytest
from course import Course
from trial import solution


@pytest.fixture(scope="session")
def released(tmp_path_factory):
    """A course in which the small problem set is released; to be copied, not used."""
    course = Course(tmp_path_factory.mktemp("released"))
    course.add_source("trial", solution())
    course.nbgrader("generate_assignment", "trial")
    return course


@pytest.fixture(scope="session")
def release(released):
    """The notebook that students get."""
    return released.released("trial")


@pytest.fixture(scope="module")
def course(released, tmp_path_factory):
    """A course of each test file's own, in which nobody has handed in yet."""
    folder = tmp_path_factory.mktemp("course")
    shutil.copytree(released.root, folder, dirs_exist_ok=True)
    return Course(folder)
