"""A chapter as a notebook: `python book/_ext/notebooks.py book/logic.md notebooks/logic.ipynb`.

JupyterLab shows MyST, but knows no predictions, no sources, no other chapters and no values glued
into the text. Here they become what it knows.
"""

import copy
import re
import sys
from pathlib import Path

import jupytext
import nbformat
from myst_nb.core.variables import format_plain_text
from myst_parser.parsers.directives import parse_directive_text
from nbclient import NotebookClient
from predictions import TITLE, Predict, parse
from pybtex.database import parse_file
from pybtex.plugin import find_plugin
from traitlets.config import Config

DIRECTIVE = re.compile(
    r"^(?P<fence>`{3,}|:{3,})\{(?P<kind>predict|bibliography)\}(?P<first>.*)\n"
    r"(?P<content>(?:.*\n)*?)(?P=fence)$",
    re.M,
)
ROLE = re.compile(r"\{(?P<kind>cite:p|cite:t|doc|glue:text|ref)\}`(?P<text>[^`]+)`")
TITLED = re.compile(r"(?P<title>.*\S)\s*<(?P<target>[^<>]+)>", re.S)
PAGE = re.compile(r"(?<=\]\()(?P<page>[\w-]+)\.md(?=[)#])")
LABEL = re.compile(r"^\((?P<label>[\w-]+)\)=$", re.M)
HEADING = re.compile(r"^(?P<labels>(?:\([\w-]+\)=\n+)*)#+ (?P<title>.+)$", re.M)
KEY_PREFIX = re.compile(r"^:keyprefix: (\S+)$", re.M)

# What a page folds or leaves out. Only the code that makes a figure stands open: it is to be tried.
FOLDED = {
    "hide-cell": {"source_hidden": True, "outputs_hidden": True},
    "remove-cell": {"source_hidden": True, "outputs_hidden": True},
    "hide-input": {"source_hidden": True},
    "hide-output": {"outputs_hidden": True},
}

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def main(chapter, target):
    try:
        nbformat.write(notebook(Path(chapter)), target)
    except ValueError as error:
        sys.exit(f"{chapter}: {error}")


def notebook(chapter):
    """The notebook of a chapter's MyST file: its code as it is, its text as JupyterLab knows it."""
    made = jupytext.read(chapter, fmt="md:myst")
    made.metadata.pop("jupytext", None)
    made.metadata.setdefault("kernelspec", KERNEL)  # else JupyterLab asks for one
    text = Text(chapter, glued_values(made))
    for number, cell in enumerate(made.cells):
        cell.id = f"cell-{number}"
        if cell.cell_type == "markdown":
            cell.source = text.converted(cell.source)
        for tag in FOLDED.keys() & set(cell.metadata.get("tags", ())):
            cell.metadata.setdefault("jupyter", {}).update(FOLDED[tag])
    return made


def glued_values(made):
    """{name: text} of what the cells glue; they are run if the notebook's text asks for any."""
    if not any("{glue:" in cell.source for cell in made.cells if cell.cell_type == "markdown"):
        return {}
    encrypted = Config(KernelManager={"transport_encryption": "auto"})  # else each kernel warns
    run = NotebookClient(copy.deepcopy(made), timeout=600, config=encrypted).execute()
    outputs = [output for cell in run.cells for output in cell.get("outputs", ())]
    return {
        output.metadata.scrapbook.name: next(
            value for kind, value in output.data.items() if kind.endswith("text/plain")
        )
        for output in outputs
        if "scrapbook" in output.get("metadata", {})
    }


class Text:
    """The text of one chapter, with what it refers to."""

    def __init__(self, chapter, values):
        source = chapter.read_text("utf-8")
        self.chapter, self.values = chapter, values
        self.labels = set(LABEL.findall(source))
        self.sources = Sources(chapter.parent / "references.bib", source)

    def converted(self, source):
        """A cell's Markdown, with its directives and roles for JupyterLab."""
        source = ROLE.sub(self.role, DIRECTIVE.sub(self.directive, source))
        return PAGE.sub(r"\g<page>.ipynb", source)

    def directive(self, found):
        if found["kind"] == "bibliography":
            return self.sources.listed()
        written = parse_directive_text(Predict, found["first"], found["content"])
        return prediction(parse("\n".join(written.body), **written.options))

    def role(self, found):
        kind, text = found["kind"], found["text"]
        match kind:
            case "cite:p":
                return self.sources.cited(text)
            case "cite:t":
                return self.sources.cited_by_name(text)
            case "glue:text":
                name, _, form = text.partition(":")
                return format_plain_text(self.values[name], form)
        titled = TITLED.fullmatch(text)
        title, target = titled.groups() if titled else (None, text)
        if kind == "doc":
            return self.link(self.chapter.with_name(f"{target}.md"), title)
        return found[0] if target in self.labels else self.link_to_label(target, title)

    def link(self, chapter, title):
        text = chapter.read_text("utf-8")
        title = title or HEADING.search(text)["title"]
        return title if "{eval-rst}" in text else f"[{title}]({chapter.stem}.ipynb)"

    def link_to_label(self, label, title):
        """A link to the chapter with this label, by the title of what bears it."""
        for chapter in sorted(self.chapter.parent.glob("*.md")):
            for heading in HEADING.finditer(chapter.read_text("utf-8")):
                if label in LABEL.findall(heading["labels"]):
                    return self.link(chapter, title or heading["title"])
        raise ValueError(f"no heading of the book has the label {label!r}")


def prediction(text):
    """Question and options, then the answer, folded."""
    choices = "\n".join(f"- {option}" for option in text.options)
    asked = "\n\n".join(filter(None, (text.question.strip(), choices)))
    first = "Choose one" if choices else "Write your number down"
    longest = max(map(len, re.findall("^ *(:{3,})", text.answer, re.M)), default=2)
    inner, outer = ":" * (longest + 1), ":" * (longest + 2)
    return (
        f"{outer}{{admonition}} {TITLE}\n{asked}\n\n{first}, then open the answer.\n\n"
        f"{inner}{{dropdown}} The answer\n**{text.right}**\n\n{text.answer.strip()}\n"
        f"{inner}\n{outer}"
    )


class Sources:
    """The works that a chapter cites, with the labels that they have on its page."""

    def __init__(self, path, source):
        prefix = KEY_PREFIX.search(source)
        self.prefix = prefix[1] if prefix else ""
        cited = [found["text"] for found in ROLE.finditer(source) if "cite" in found["kind"]]
        self.known = parse_file(str(path)).entries
        keys = sorted({key for text in cited for key in self.keys(text)})
        for key in keys:
            if key not in self.known:
                raise ValueError(f"{path.name} has no {key!r}")
        style = find_plugin("pybtex.style.formatting", "alpha")()
        self.works = list(style.format_entries([self.known[key] for key in keys]))

    def keys(self, text):
        return [key.strip().removeprefix(self.prefix) for key in text.split(",")]

    def cited(self, text):
        keys = self.keys(text)
        return f"[{', '.join(work.label for work in self.works if work.key in keys)}]"

    def cited_by_name(self, text):
        people = self.known[text.removeprefix(self.prefix)].persons["author"]
        names = [" ".join(map(str, person.rich_last_names)) for person in people]
        who = f"{names[0]} et al." if len(names) > 2 else " and ".join(names)
        return f"{who} {self.cited(text)}"

    def listed(self):
        backend = find_plugin("pybtex.backends", "markdown")()
        return "\n".join(
            f"- **[{work.label}]** {' '.join(work.text.render(backend).split())}"
            for work in self.works
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
