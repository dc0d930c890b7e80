"""What every figure is: an ipywidget whose traits are its only state, with a picture for pages."""

import asyncio
import re
import sys
import threading
from pathlib import Path

import anywidget
import traitlets

from nnlib.figures import link
from nnlib.figures.settings import limits
from nnlib.figures.still import Still

HERE = Path(__file__).parent


class Figure(anywidget.AnyWidget):
    """A live figure; its view is the .js file beside the class's own, with a .css file if it wants.

    id: the name by which links mean this figure: `#id.setting=value`; the file's name unless given.

    In JupyterLab it is a widget. Elsewhere its HTML carries the state, a picture of it, and the
    name of the view, which a page with our scripts brings to life without a kernel.
    """

    id = traitlets.Unicode().tag(sync=True)
    limits = traitlets.Dict(read_only=True).tag(sync=True)

    def __init__(self, **traits):
        unknown = set(traits) - set(self.trait_names())
        if unknown:
            raise TypeError(
                f"{type(self).__name__} has no setting {min(unknown)!r}; "
                f"it has {', '.join(limits(self))}"
            )
        self._thread = threading.current_thread()
        self.loop = _running_loop()  # None in a script, where nothing plays
        self.set_trait("limits", limits(self))
        super().__init__(**{"id": self.view.stem, **traits})

    @traitlets.validate("id")
    def _name(self, proposal):
        name = proposal["value"]
        if not re.fullmatch(r"[A-Za-z][\w-]*", name):
            raise traitlets.TraitError(
                f"id is {name!r}; expected a letter, then letters, digits, - _"
            )
        return name

    @property
    def view(self):
        """The path of the .js file that draws this figure."""
        return Path(sys.modules[type(self).__module__].__file__).with_suffix(".js")

    @property
    def _esm(self):
        return link.esm(self.view)

    @property
    def _css(self):
        return (HERE / "figure.css").read_text("utf-8") + link.style(self.view)

    def state(self):
        """All that the view needs to draw: every trait of ours, as JSON knows it."""
        names = set(self.trait_names(sync=True)) - set(anywidget.AnyWidget.class_trait_names())
        return {name: getattr(self, name) for name in sorted(names) if not name.startswith("_")}

    def still(self):
        """The figure as a picture: `.html`, `.svg` and `.png`, drawn by the view's own code."""
        return Still(self.view, self.state())

    def at_home(self, call, *arguments):
        """Call on the thread that made the figure; a front end's messages may come on another.

        JupyterLab handles widget messages on threads with event loops of their own. Tasks must be
        started, and the network changed, in one place only.
        """
        if threading.current_thread() is self._thread or self.loop is None:
            call(*arguments)
        else:
            self.loop.call_soon_threadsafe(call, *arguments)

    def _repr_mimebundle_(self, **kwargs):
        data, metadata = super()._repr_mimebundle_(**kwargs)
        still = self.still()
        data["text/html"] = still.html
        data["image/png"] = still.png
        return data, metadata


def _running_loop():
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
