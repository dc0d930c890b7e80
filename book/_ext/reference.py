"""Set nnlib's docstrings as reStructuredText, for the reference page.

A docstring is written for whoever reads the code: an argument is a line `name: what it is`, its
continuation indented. Here such a line becomes a definition, and an example stays as it is.
"""

import re

FIELD = re.compile(r"(?P<names>[A-Za-z_]\w*(?:, [A-Za-z_]\w*)*): (?P<text>\S.*)")
# A name in backticks or an emphasis is left as it is; what else looks like markup is not meant so.
MARKUP = re.compile(
    r"`(?P<code>[^`]+)`|(?P<emphasis>(?<!\w)\*\w[^*\n]*\*(?!\w))|(?P<plain>[|*]|_\b)"
)


def set_docstring(app, what, name, obj, options, lines):
    """Rewrite the lines of one docstring in place."""
    example = next((at for at, line in enumerate(lines) if line.startswith(">>>")), len(lines))
    prose = [MARKUP.sub(_markup, line) for line in lines]
    # "Losses: the mean over …" is a module's own first sentence, and no argument.
    text = prose[:example] if what == "module" else list(_definitions(prose[:example]))
    lines[:] = [*text, "", *lines[example:]]


def _markup(found):
    if found["code"]:
        return f"``{found['code']}``\\ "  # the escaped space vanishes, and lets a letter follow
    return found["emphasis"] or "\\" + found["plain"]


def _definitions(lines):
    within = False
    for line in lines:
        field = FIELD.match(line)
        if field:
            yield from ("", f"``{field['names']}``", f"    {field['text']}")
        elif within and line and not line.startswith(" "):
            yield from ("", line)
        else:
            yield line
        within = bool(field) or (within and line.startswith(" "))


def skip(app, what, name, obj, skip, options):
    """Leave out what its class has described already: fields, and a call without a word."""
    return skip or type(obj).__name__ == "_tuplegetter" or not obj.__doc__ or None


def setup(app):
    app.setup_extension("sphinx.ext.autodoc")
    app.config.autodoc_default_options = {
        "members": True,
        "no-value": True,
        "member-order": "bysource",
        "special-members": "__call__",
    }
    app.config.autodoc_inherit_docstrings = False
    app.config.autodoc_preserve_defaults = True
    app.config.autodoc_typehints = "none"
    app.config.add_module_names = False
    app.connect("autodoc-process-docstring", set_docstring)
    app.connect("autodoc-skip-member", skip)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
