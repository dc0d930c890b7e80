"""One threshold unit and the four corners of its inputs: which of the 16 functions can it be?"""

import traitlets

import nnlib
from nnlib.figures.figure import Figure
from nnlib.figures.settings import choice, number

# By number: the outputs for (0, 0), (0, 1), (1, 0), (1, 1), read as binary digits.
FUNCTIONS = [
    "always 0", "AND", "x₁ and not x₂", "x₁", "x₂ and not x₁", "x₂", "XOR", "OR",
    "NOR", "XNOR", "not x₂", "x₁ or not x₂", "not x₁", "x₂ or not x₁", "NAND", "always 1",
]  # fmt: skip
FORMS = ["bias b", "threshold τ", "W₀ of an input −1"]


class Gates(Figure):
    """A unit H(w₁x₁ + w₂x₂ + b), the function that is wanted of it, and those it has been so far.

    `outputs` and `computed` are the four outputs and their name; `found` numbers the functions that
    the unit has computed since the last `reset`.
    """

    function = choice("AND", FUNCTIONS, "wanted")
    w1 = number(1, -3, 3, "weight w₁", step=0.25)
    w2 = number(1, -3, 3, "weight w₂", step=0.25)
    b = number(-0.5, -3, 3, "bias b", step=0.25)
    form = choice("bias b", FORMS, "written with")

    frame = traitlets.Dict().tag(sync=True)

    def __init__(self, **settings):
        super().__init__(**settings)
        self._start = {name: getattr(self, name) for name in ("function", "w1", "w2", "b", "form")}
        self.observe(lambda change: self.at_home(self._note), ["w1", "w2", "b"])
        self.on_msg(lambda _, message, buffers: self.at_home(self._heed, message))
        self._show([])

    @property
    def outputs(self):
        """The outputs for (0, 0), (0, 1), (1, 0) and (1, 1): an array of 0 and 1."""
        corners, _ = nnlib.xor_gate()
        return nnlib.Neuron(n_inputs=2)([self.w1, self.w2, self.b], corners)

    @property
    def computed(self):
        """The name of the function that the unit computes."""
        return FUNCTIONS[self._number]

    @property
    def found(self):
        """The numbers of all functions computed since the last reset, in their order."""
        return self.frame["found"]

    def reset(self):
        """Go back to the first weights, and forget what was found."""
        with self.hold_trait_notifications():
            for name, value in self._start.items():
                setattr(self, name, value)
        self._show([])

    @property
    def _number(self):
        return int(self.outputs @ [8, 4, 2, 1])

    def _note(self):
        if self._number not in self.found:
            self._show(self.found)

    def _show(self, found):
        self.frame = {"found": [*found, self._number]}

    def _heed(self, message):
        if message == {"do": "reset"}:
            self.reset()
