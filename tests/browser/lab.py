"""A real JupyterLab on a free port of localhost, with a folder, a token and settings of its own."""

import contextlib
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
from jupyter_client import BlockingKernelClient
from visit import Visit


@contextlib.contextmanager
def running_lab(folder):
    """The address of a JupyterLab that shows `folder`, for as long as the context lasts.

    It lacks the name of a notebook: `address.format("logic.ipynb")`.
    """
    folder = Path(folder)
    home = folder / ".home"
    news = home / "settings/@jupyterlab/apputils-extension/notification.jupyterlab-settings"
    news.parent.mkdir(parents=True, exist_ok=True)
    news.write_text('{"fetchNews": "false", "checkForUpdates": false}', "utf-8")
    places = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    environment = {**os.environ, **{name: str(home / name.lower()) for name in places}}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    options = {
        "ServerApp.root_dir": folder,
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.allow_root": True,
        "IdentityProvider.token": token,
        "LabApp.user_settings_dir": home / "settings",
        "LabApp.workspaces_dir": home / "workspaces",
    }
    with (home / "log").open("w") as log:
        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "jupyterlab", "--no-browser", "--expose-app-in-browser"),
                *(f"--{name}={value}" for name, value in options.items()),
            ],
            env=environment, stdout=log, stderr=subprocess.STDOUT, cwd=folder,
        )  # fmt: skip
        try:
            _wait_for(f"http://127.0.0.1:{port}/api/status?token={token}", server, home / "log")
            # reset: it opens no notebook that was open before.
            yield f"http://127.0.0.1:{port}/lab/tree/{{}}?reset&token={token}"
        finally:
            server.terminate()
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:  # it waits for a kernel that was just starting
                server.kill()


def _wait_for(address, server, log):
    for _ in range(300):
        with contextlib.suppress(OSError), urllib.request.urlopen(address):
            return
        if server.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text('utf-8')}")


def write_notebook(path, *cells):
    """Write a notebook: Python cells, and Markdown where the text starts with `%%markdown`."""
    notebook = nbformat.v4.new_notebook()
    for number, text in enumerate(cells):
        kind = nbformat.v4.new_code_cell
        if text.startswith("%%markdown"):
            kind, text = nbformat.v4.new_markdown_cell, text.removeprefix("%%markdown").strip()
        notebook.cells.append(kind(text, id=f"cell-{number}"))
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, path)


def run_all(page):
    """Run every cell of the notebook that the page shows, once its kernel is ready."""
    page.locator(".jp-Notebook").wait_for(timeout=60_000)
    page.wait_for_function(
        """() => {
            const kernel = window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel;
            return kernel?.status === "idle";
        }""",
        timeout=60_000,
    )
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")


@contextlib.contextmanager
def kernel_of(folder):
    """ask(expression): the value of an expression in the folder's only running kernel, as text."""
    (connection,) = (Path(folder) / ".home" / "jupyter_runtime_dir").glob("kernel-*.json")
    client = BlockingKernelClient(connection_file=str(connection))
    client.load_connection_file()
    client.start_channels()
    client.wait_for_ready(timeout=30)

    def ask(expression, *, run=""):
        reply = client.execute(run, silent=True, user_expressions={"it": expression}, reply=True)
        if reply["content"]["status"] != "ok":
            raise RuntimeError("\n".join(reply["content"]["traceback"]))
        answer = reply["content"]["user_expressions"]["it"]
        if answer["status"] != "ok":
            raise RuntimeError("\n".join(answer["traceback"]))
        return answer["data"]["text/plain"]

    try:
        yield ask
    finally:
        client.stop_channels()


@contextlib.contextmanager
def figure_in_lab(chromium, folder, cells, part, height):
    """A visit to a notebook of these cells, all run and `part` on show, and its kernel's `ask`."""
    write_notebook(folder / "trial.ipynb", *cells)
    with running_lab(folder) as address:
        context = chromium.new_context(viewport={"width": 1300, "height": height})
        seen = Visit(context, address.format("trial.ipynb"))
        run_all(seen.page)
        seen.page.locator(part).wait_for(timeout=60_000)
        with kernel_of(folder) as ask:
            yield seen, ask
        context.close()
