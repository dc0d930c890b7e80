"""The core is read in one sitting: about 900 lines of code train, and no file is long."""

from core_size import CORE, lines, lines_of_code

# Beside what trains stand its checks (arguments, gradients by definition, graphs), data, and files.
TRAINS = {
    "activations", "initializers", "losses", "penalties", "network", "neuron", "perceptron",
    "optimizers", "schedules", "training", "validation",
}  # fmt: skip


def code(files):
    return sum(len(lines_of_code(path)) for path in files)


def test_what_trains_stays_near_nine_hundred_lines_of_code():
    core = [path for path in CORE if path.stem in TRAINS]
    assert len(core) == len(TRAINS)
    assert code(core) <= 940


def test_the_library_stays_within_two_thousand_lines_of_code():
    assert code(CORE) <= 2000


def test_no_file_is_longer_than_three_hundred_lines():
    assert [path.name for path in CORE if lines(path) > 300] == []


def test_docstrings_comments_and_blank_lines_are_not_code(tmp_path):
    file = tmp_path / "file.py"
    file.write_text(
        '"""A\nmodule."""\n\nx = """not a\ndocstring"""\n# why\ny = (\n    1,\n)\n', "utf-8"
    )
    assert lines_of_code(file) == {4, 5, 7, 8, 9}
