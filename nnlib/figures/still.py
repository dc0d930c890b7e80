"""A figure without a browser: its view is run by QuickJS, on paper instead of a page."""

import base64
import json
import re
from functools import cached_property
from html import escape
from pathlib import Path

import matplotlib
import quickjs
import resvg_py

from nnlib.figures import link

HERE = Path(__file__).parent


class Still:
    """The picture of a figure in one state.

    html: the figure's whole layout with its pictures as SVG, its state, and no script of its own.
    svg: the pictures alone, side by side. png: the same as base64 text, for PDF.
    """

    def __init__(self, view, state):
        self.view, self.state = view, state

    @cached_property
    def _drawn(self):
        # A string may come back from QuickJS as an unfinished concatenation; parsing it here and
        # there makes it whole.
        context = quickjs.Context()
        context.eval(link.script(HERE / "paper.mjs", self.view))
        state = json.dumps(json.dumps(self.state, allow_nan=False))
        drawn = context.eval(
            f'JSON.stringify({link.TABLE}["paper.mjs"].draw('
            f'{link.TABLE}["{self.view.name}"].default, JSON.parse({state})))'
        )
        return json.loads(drawn)

    @property
    def html(self):
        state = json.dumps(self.state, allow_nan=False).replace("</", "<\\/")
        return (
            f'<div class="nn-figure" id="{escape(self.state["id"])}" data-figure="{self.view.stem}">'
            f'<div class="nn-still">{self._drawn["html"]}</div>'
            f'<script type="application/json">{state}</script></div>'
        )

    @property
    def svg(self):
        return self._drawn["svg"]

    @cached_property
    def png(self):
        colours = palette()
        svg = re.sub(r"var\(--nn-([\w-]+)\)", lambda match: colours[match[1]], self.svg)
        font = Path(matplotlib.get_data_path()) / "fonts/ttf/DejaVuSans.ttf"
        image = resvg_py.svg_to_bytes(
            svg_string=svg, zoom=2, background="#ffffff", skip_system_fonts=True,
            font_files=[str(font)], font_family="DejaVu Sans", sans_serif_family="DejaVu Sans",
        )  # fmt: skip
        return base64.b64encode(bytes(image)).decode()


def palette():
    """{name: colour} of the light theme, read from the one place where colours are written."""
    css = (HERE / "figure.css").read_text("utf-8")
    return dict(re.findall(r"--nn-([\w-]+):\s*(#\w+);", css[: css.index("}")]))
