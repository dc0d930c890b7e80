"""A real Chromium, and pages in it that can reach nothing but themselves."""

import shutil

import pytest
from playwright.sync_api import sync_playwright
from visit import Visit

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def chromium():
    """The system's Chromium, driven by Playwright, for one file of tests.

    No longer: while Playwright runs, no other test could run an event loop of its own.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium):
    """visit(address, **context options) opens a page in a context of its own, and records it."""
    contexts = []

    def open_page(address, **options):
        contexts.append(chromium.new_context(**options))
        return Visit(contexts[-1], address)

    yield open_page
    for context in contexts:
        context.close()
