"""A small page with live figures, as the book makes them but without the book's theme."""

import contextlib
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from website import served

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


@contextlib.contextmanager
def figures_at(folder, *figures, prose=""):
    """The address of a page with the figures below the prose, for as long as the context lasts."""
    write_page(folder, *figures, prose=prose)
    with served(folder) as address:
        yield f"{address}/index.html"


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


def settle(page):
    """Wait until what has changed is drawn."""
    page.evaluate("() => new Promise(requestAnimationFrame)")


def twin(place):
    """What the figure on a page, or at a locator, says of itself."""
    return place.locator(".nn-twin").inner_text()


def verdict(place):
    """What the figure on a page, or at a locator, says of the answer."""
    return place.locator(".nn-question > .nn-verdict").inner_text()


def tab_to(page, name):
    """Press Tab until the element of this name has the focus, and the picture is drawn."""
    for _ in range(100):
        page.keyboard.press("Tab")
        if focused(page) == name:
            settle(page)
            return
    raise AssertionError(f"Tab does not lead to {name!r}")


def focused(page):
    """The name of the element that has the focus."""
    return page.evaluate(
        """() => {
            const e = document.activeElement;
            const label = e.closest("label")?.querySelector("span")?.textContent;
            return e.getAttribute("aria-label") ?? label ?? e.textContent;
        }"""
    )


def violations(page):
    """What axe finds on a page: a rule and an element each."""
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]
