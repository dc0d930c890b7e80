"""How long nnlib's core is. Code is counted without blank lines, comments and docstrings."""

import ast
import io
import tokenize

from places import ROOT

CORE = sorted((ROOT / "nnlib").glob("*.py"))
NO_CODE = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef)


def lines_of_code(path):
    """The numbers of the lines of a file that hold code."""
    text = path.read_text("utf-8")
    lines = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in NO_CODE and token.type != tokenize.ENDMARKER:
            lines.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, DOCUMENTED) and ast.get_docstring(node) is not None:
            docstring = node.body[0]
            lines.difference_update(range(docstring.lineno, docstring.end_lineno + 1))
    return lines


def lines(path):
    """All lines of a file."""
    return len(path.read_text("utf-8").splitlines())


if __name__ == "__main__":
    print(f"{'code':>6}{'all':>6}  file")
    for path in CORE:
        print(f"{len(lines_of_code(path)):6d}{lines(path):6d}  {path.name}")
    print(
        f"{sum(len(lines_of_code(path)) for path in CORE):6d}{sum(map(lines, CORE)):6d}  together"
    )
