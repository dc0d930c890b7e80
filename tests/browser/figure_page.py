"""A small page with live figures, as the book makes them but without the book's theme."""

from pathlib import Path

from nnlib.figures import link
from nnlib.figures.figure import HERE

STYLE = """
body { margin: 0 auto; padding: 0.5rem; max-width: 46rem; font-family: system-ui, sans-serif; }
html[data-theme="dark"] { background: #121212; color: #e8ecf1; color-scheme: dark; }
html[data-theme="dark"] a { color: #8ec7ff; }
"""


def write_page(folder, *figures, prose=""):
    """Write index.html with the figures below the prose, and their scripts; returns its path."""
    folder = Path(folder)
    figures_scripts = link.page_scripts(*dict.fromkeys(figure.view for figure in figures))
    scripts = {name: text for each in figures_scripts.values() for name, text in each.items()}
    for name, text in scripts.items():
        (folder / name).write_text(text, "utf-8")
    (folder / "figure.css").write_bytes((HERE / "figure.css").read_bytes())
    (folder / "page.css").write_text(STYLE, "utf-8")
    head = "".join(f'<script defer src="{name}"></script>' for name in scripts)
    body = "<hr>".join(figure.still().html for figure in figures)
    (folder / "index.html").write_text(
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Figures</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="icon" href="data:,">'
        '<link rel="stylesheet" href="page.css"><link rel="stylesheet" href="figure.css">'
        f"{head}</head><body><main><h1>Figures</h1>{prose}{body}</main></body></html>",
        "utf-8",
    )
    return folder / "index.html"


def alive(page, figure="trainer"):
    """The locator of a figure, once it lives."""
    locator = page.locator(f"#{figure}")
    locator.locator(".nn-settings:enabled").wait_for()
    return locator


def in_next_frame(page, change, look):
    """What the function `look` returns before a change, and in the animation frame after it."""
    return page.evaluate(
        f"""async () => {{
            const look = {look};
            const before = look();
            ({change})();
            await new Promise(requestAnimationFrame);
            return [before, look()];
        }}"""
    )
