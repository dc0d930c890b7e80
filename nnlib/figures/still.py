"""A figure without a browser: its view draws on paper instead of a page."""

import base64
import re
from functools import cached_property
from html import escape
from pathlib import Path

import matplotlib
import resvg_py

from nnlib.figures import link
from nnlib.figures.quick import evaluate, literal

HERE = Path(__file__).parent
FONT = Path(matplotlib.get_data_path()) / "fonts/ttf/DejaVuSans.ttf"


class Still:
    """The picture of a figure in one state.

    html: the figure's whole layout with its pictures as SVG, its style and its state; no script of
        its own.
    svg: the pictures alone, side by side. png: the same as base64 text, for PDF.
    """

    def __init__(self, view, state):
        self.view, self.state = view, state

    @cached_property
    def _drawn(self):
        draw, figure = (f'{link.TABLE}["{name}"]' for name in ("paper.mjs", self.view.name))
        return evaluate(
            f"{draw}.draw({figure}.default, {literal(self.state)})", HERE / "paper.mjs", self.view
        )

    @property
    def html(self):
        name, state = escape(self.state["id"]), literal(self.state).replace("</", "<\\/")
        style = link.style(self.view)
        return (
            f"{style and f'<style>{style}</style>'}"
            f'<div class="nn-figure" id="{name}" data-figure="{self.view.stem}">'
            f"{self._drawn['html']}"
            f'<script type="application/json">{state}</script></div>'
        )

    @property
    def svg(self):
        return self._drawn["svg"]

    @cached_property
    def png(self):
        colours = palette()
        svg = re.sub(r"var\(--nn-([\w-]+)\)", lambda match: colours[match[1]], self.svg)
        image = resvg_py.svg_to_bytes(
            svg_string=svg, zoom=2, background=colours["paper"], skip_system_fonts=True,
            font_files=[str(FONT)], font_family="DejaVu Sans", sans_serif_family="DejaVu Sans",
        )  # fmt: skip
        return base64.b64encode(bytes(image)).decode()


def palette():
    """{name: colour} of the light theme, read from the one place where colours are written."""
    css = (HERE / "figure.css").read_text("utf-8")
    return dict(re.findall(r"--nn-([\w-]+): (#\w+);", css[: css.index("}")]))
