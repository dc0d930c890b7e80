"""The core is read in one sitting: about 900 lines of code, and no long file."""

from core_size import CORE, lines, lines_of_code

NOT_NETWORKS = {"graph_drawing"}  # draws what the core computes


def test_the_core_stays_within_nine_hundred_lines_of_code():
    core = [path for path in CORE if path.stem not in NOT_NETWORKS]
    assert sum(len(lines_of_code(path)) for path in core) <= 900


def test_no_file_is_longer_than_three_hundred_lines():
    assert [path.name for path in CORE if lines(path) > 300] == []


def test_docstrings_comments_and_blank_lines_are_not_code(tmp_path):
    file = tmp_path / "file.py"
    file.write_text(
        '"""A\nmodule."""\n\nx = """not a\ndocstring"""\n# why\ny = (\n    1,\n)\n', "utf-8"
    )
    assert lines_of_code(file) == {4, 5, 7, 8, 9}
