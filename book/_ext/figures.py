"""Live figures in the book: their scripts on the pages that hold them, links to their states, and
notebooks that are executed again when nnlib changes."""

import hashlib
import json
import re
import shutil
from pathlib import Path

from docutils import nodes
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

import nnlib
from nnlib.figures import link
from nnlib.figures.quick import evaluate, literal

logger = logging.getLogger(__name__)

NNLIB = Path(nnlib.__file__).parent
FIGURES = NNLIB / "figures"
ADDRESS = FIGURES / "address.mjs"
FOLDER = "figures"  # below _static
FIGURE = re.compile(r'class="nn-figure" id="[^"]*" data-figure="(?P<stem>[\w-]+)"')
STATE = re.compile(r'<script type="application/json">(?P<state>.*?)</script>', re.S)
STATE_LINK = re.compile(r"#[\w-]+\.\w+=")


def setup(app):
    app.connect("config-inited", execute_again_when_nnlib_changes, priority=900)
    app.connect("builder-inited", write_scripts)
    app.connect("html-page-context", load_scripts, priority=100)
    app.add_transform(MarkStateLinks)
    app.add_post_transform(DropStateLinks)
    app.connect("doctree-read", check_figures)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def execute_again_when_nnlib_changes(app, config):
    """Keep executed notebooks apart for each state of nnlib.

    The cache knows a notebook by the text of its cells alone. Its path is part of the
    environment, so a new path also makes Sphinx read every document again.
    """
    digest = hashlib.sha256()
    for path in sorted(NNLIB.rglob("*")):
        if path.suffix in {".py", ".js", ".mjs", ".css"}:
            digest.update(path.relative_to(NNLIB).as_posix().encode() + path.read_bytes())
    caches = Path(app.outdir).parent / "executed"
    cache = caches / digest.hexdigest()[:16]
    for old in caches.glob("*"):
        if old != cache:
            shutil.rmtree(old)
    config.nb_execution_cache_path = str(cache)


def write_scripts(app):
    """Write the linked modules of all figures, each as one classic script, and their colours."""
    if app.builder.format != "html":
        return
    folder = Path(app.outdir) / "_static" / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    views = [path for path in sorted(FIGURES.glob("*.js")) if path.with_suffix(".py").exists()]
    app.env.nnlib_scripts = {}
    for stem, scripts in link.page_scripts(*views).items():
        for name, text in scripts.items():
            (folder / name).write_text(text, "utf-8")
        app.env.nnlib_scripts[stem] = list(scripts)
    shutil.copy(FIGURES / "figure.css", folder)


def load_scripts(app, pagename, templatename, context, doctree):
    """Add to a page the scripts of the figures that it holds, and no widget state."""
    NbMetadataCollector.get_js_files(app.env, pagename).pop("ipywidgets_state", None)
    stems = {match["stem"] for html in figures_in(doctree) for match in FIGURE.finditer(html)}
    if not stems:
        return
    app.add_css_file(f"{FOLDER}/figure.css")
    scripts = [name for stem in sorted(stems) for name in app.env.nnlib_scripts[stem]]
    for name in dict.fromkeys(scripts):
        app.add_js_file(f"{FOLDER}/{name}", loading_method="defer")


def figures_in(doctree):
    """The HTML of each figure in a document, by whichever node holds it."""
    if doctree is None:
        return []
    return [node.astext() for node in doctree.findall(nodes.raw) if FIGURE.search(node.astext())]


class MarkStateLinks(SphinxTransform):
    """[text](#figure.setting=value) means a state of a figure, not a heading of the page."""

    default_priority = 870  # before MyST looks for headings

    def apply(self):
        for link_ in self.document.findall(nodes.reference):
            if link_.get("id_link") and STATE_LINK.match(link_["refuri"]):
                del link_["id_link"]
                link_["internal"] = True
                link_["classes"].append("nn-state")


class DropStateLinks(SphinxPostTransform):
    """On paper no figure can be put into a state: the link's text remains."""

    default_priority = 10

    def run(self):
        if self.app.builder.format != "html":
            for link_ in list(self.document.findall(is_state_link)):
                link_["classes"].remove("nn-state")
                link_.replace_self(link_.children)


def is_state_link(node):
    return isinstance(node, nodes.reference) and "nn-state" in node["classes"]


def check_figures(app, doctree):
    """Warn of two figures with one id, and of links to a figure or state that is not there."""
    html = " ".join(figures_in(doctree))
    states = [json.loads(match["state"]) for match in STATE.finditer(html)]
    names = [state["id"] for state in states]
    for name in sorted({name for name in names if names.count(name) > 1}):
        message = "two figures have the id %r; give each its own"
        logger.warning(message, name, location=app.env.docname)
    for link_ in doctree.findall(is_state_link):
        expression = f"problems(parse({literal(link_['refuri'])}), {literal(states)})"
        table = f'const {{ parse, problems }} = {link.TABLE}["address.mjs"]'
        for problem in evaluate(f"(() => {{ {table}; return {expression}; }})()", ADDRESS):
            logger.warning("%s (%s)", problem, link_["refuri"], location=link_)
