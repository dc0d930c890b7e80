"""Ways to fill in the small problem set: right ones, and ones that deserve nothing."""

from copy import deepcopy

from nbformat.v4 import new_code_cell

ALL = {
    "forward": "def forward(X, W, b):\n    return np.tanh(X @ W + b)",
    "delta": "def delta(A, dA):\n    return dA * (1 - A**2)",
    "gradient": """def gradient(X, W, b, T):
    A = np.tanh(X @ W + b)
    d = (A - T) * (1 - A**2) / len(X)
    return X.T @ d, d.sum(axis=0)""",
}


def fill_in(release, answers=(), first="", last=""):
    """A submission: the release with answers filled in, and cells of the student's own."""
    nb = deepcopy(release)
    for cell in nb.cells:
        cell.source = dict(answers).get(named(cell), cell.source)
    place = [named(cell) for cell in nb.cells].index("setup") + 1
    nb.cells[place:place] = [new_code_cell(first)] if first else []
    nb.cells += [new_code_cell(last)] if last else []
    return nb


def named(cell):
    return cell.metadata.get("nbgrader", {}).get("grade_id")


# Right in other ways: full points.
HONEST = {
    "key": {"answers": ALL},
    "loops": {
        "answers": {
            "forward": """def forward(X, W, b):
    return [[float(np.tanh(sum(x[i] * W[i, j] for i in range(len(x))) + b[j]))
             for j in range(len(b))] for x in X]""",
            "delta": """def delta(A, dA):
    return [[float(d) * (1 - float(a) ** 2) for a, d in zip(*rows)] for rows in zip(A, dA)]""",
            "gradient": """def gradient(X, W, b, T):
    weights, bias = np.zeros_like(W), np.zeros_like(b)
    for x, t in zip(X, T):
        a = np.tanh(np.einsum("i,ij->j", x, W) + b)
        d = (a - t) * (1 - a**2) / len(X)
        for i in range(len(x)):
            weights[i] += x[i] * d
        bias += d
    return weights, bias""",
        }
    },
    "shadows builtins": {
        "answers": ALL,
        "first": "list = dict = str = int = sum = open = print = globals = vars = eval = exec = 5",
    },
    "prints and plots": {
        "answers": {name: code.replace(":\n", ":\n    print('X' * 1000)\n", 1)
                    for name, code in ALL.items()},
        "first": "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2]);",
        "last": "raise RuntimeError('an experiment that failed')",
    },
    "ends with exit": {"answers": ALL, "last": "exit()"},
    "prints a lot": {"answers": ALL, "last": "print('Y' * 3_000_000)"},
    "asks the user": {"answers": ALL, "first": "name = input('your name?')"},
}  # fmt: skip


def shaped_like(forward, delta, weights, bias):
    """Answers that return four expressions."""
    return {
        "forward": f"def forward(X, W, b):\n    return {forward}",
        "delta": f"def delta(A, dA):\n    return {delta}",
        "gradient": f"def gradient(X, W, b, T):\n    return {weights}, {bias}",
    }


ZEROS = shaped_like("0 * (X @ W)", "0 * A", "0 * W", "0 * b")

FALSE_GRADIENT = """def gradient(X, W, b, T):
    def loss(W, b):
        return 0.5 * np.sum((np.tanh(X @ W + b) - T) ** 2) / len(X)
    def derivative(change):
        {rule}
    weights, bias = np.zeros_like(W), np.zeros_like(b)
    for i in np.ndindex(W.shape):
        weights[i] = derivative(lambda h: loss(W + h * at(W, i), b))
    for i in np.ndindex(b.shape):
        bias[i] = derivative(lambda h: loss(W, b + h * at(b, i)))
    return weights, bias
def at(array, i):
    unit = np.zeros_like(array)
    unit[i] = 1
    return unit"""

# None of these knows the formulas: no points but those that an honest part earns.
CHEATS = {
    "stub": ({}, 0),
    "zeros, a constant loss": ({"answers": ZEROS}, 0),
    "patched numpy": (
        {
            "answers": ZEROS,
            "first": """import builtins, numpy.testing
numpy.testing.assert_allclose = numpy.testing.assert_array_equal = lambda *a, **k: None
np.allclose = np.array_equal = np.isclose = np.all = lambda *a, **k: True
np.linalg.norm = lambda *a, **k: 0.0
builtins.abs = lambda x: 0
check = lambda name: print(name, "all checks passed.")""",
        },
        0,
    ),
    "equal to anything": (
        {
            "answers": shaped_like(*4 * ["Anything(np.ones((3, 4)))"]),
            "first": """class Anything(np.ndarray):
    def __new__(cls, value): return np.asarray(value).view(cls)
    def __eq__(self, other): return True
    def __sub__(self, other): return np.zeros_like(other)
    __rsub__ = __sub__
    def __array_ufunc__(self, *a, **k): return 0.0
    def __array_function__(self, *a, **k): return True""",
        },
        0,
    ),
    "equal to anything, no array": (
        {
            "answers": shaped_like(*4 * ["Anything()"]),
            "first": """class Anything:
    def __getattr__(self, name): return self
    def __call__(self, *a, **k): return self
    def __eq__(self, other): return True
    def __lt__(self, other): return True
    __le__ = __lt__
    shape, dtype = (3, 4), np.dtype(float)""",
        },
        0,
    ),
    "blanks later cells": (
        {
            "answers": ZEROS,
            "first": """import ast
shell = get_ipython()
shell.input_transformers_cleanup.append(lambda lines: ["pass\\n"] if "check" in "".join(lines)
                                        else lines)
class Blank(ast.NodeTransformer):
    def visit_Expr(self, node): return ast.Pass()
shell.ast_transformers.append(Blank())""",
        },
        0,
    ),
    "walks the frames": (
        {
            "answers": shaped_like(*4 * ["find(np.zeros((3, 4)))"]),
            "first": """import sys, gc
def find(otherwise):
    frame = sys._getframe()
    while frame:
        for scope in (frame.f_locals, frame.f_globals):
            for name in ("want", "wanted", "expected", "reference", "key", "solution"):
                if name in scope:
                    return scope[name]
        frame = frame.f_back
    for thing in gc.get_objects():
        if isinstance(thing, dict) and "want" in thing:
            return thing["want"]
    return otherwise""",
        },
        0,
    ),
    "replaces the question": (
        {
            "answers": ZEROS,
            "first": """import builtins, base64, json
shell = get_ipython()
claim = {"status": "ok", "metadata": {}, "data": {"text/plain": "'" + "A" * 400 + "'"}}
shell.user_expressions = lambda expressions: {name: claim for name in expressions}
builtins.exec = lambda *a: None
base64.b64decode = lambda *a, **k: b""
json.dumps = lambda *a, **k: "{}\"""",
        },
        0,
    ),
    "forges replies": (
        {
            "answers": ZEROS,
            "first": """import threading, time
session, stream = get_ipython().kernel.session, get_ipython().kernel.shell_socket
identity = get_ipython().kernel.get_parent("shell")["header"]["session"].encode()
def forge(number, kind, content):
    parent = get_ipython().kernel.get_parent("shell")
    start, _, last = parent["header"]["msg_id"].rpartition("_")
    parent = {"header": parent["header"] | {"msg_id": f"{start}_{int(last) + number}"}}
    session.send(stream, kind, content, parent=parent, ident=identity)
true = {"status": "ok", "metadata": {}, "data": {"text/plain": "'AQAAADA='"}}
reply = {"status": "ok", "execution_count": 9, "payload": [], "user_expressions": {"claim": true}}
for number in range(1, 60):
    forge(number, "execute_reply", reply)
    forge(number, "execute_reply", [1])
    forge(number, "status", {"execution_state": "idle"})
stream.send_multipart([identity, b"<IDS|MSG>", b"not", b"a", b"message"])
stream.send_multipart([b"nonsense"])""",
        },
        0,
    ),
    "remembers on disk": (
        {
            "answers": shaped_like(*4 * ["remembered(np.zeros((3, 4)))"]),
            "first": """import os, pickle
def remembered(otherwise):
    import sys
    for folder in (os.getcwd(), os.path.expanduser("~"), "/tmp", "/var/tmp"):
        try:
            with open(folder + "/memory", "ab") as file:
                file.write(pickle.dumps(sys._getframe(1).f_locals))
        except OSError:
            continue
    return otherwise""",
        },
        0,
    ),
    "strange values": (
        {
            "answers": {
                "forward": "def forward(X, W, b):\n    a = []\n    a.append(a)\n    return a",
                "delta": "def delta(A, dA):\n    return np.full(A.shape, 1e308)",
                "gradient": """def gradient(X, W, b, T):
    return np.full(W.shape, np.nan), np.array([object()] * len(b))""",
            }
        },
        0,
    ),
    "more strange values": (
        {
            "answers": {
                "forward": "def forward(X, W, b):\n    return (n for n in X)",
                "delta": "def delta(A, dA):\n    return -1e200 * np.ones(A.shape)",
                "gradient": """def gradient(X, W, b, T):
    return {1.5: W}, np.longdouble(1) * b""",
            }
        },
        0,
    ),
    "finite differences": (
        {
            "answers": ALL
            | {
                "delta": ZEROS["delta"],
                "gradient": FALSE_GRADIENT.format(
                    rule="return (change(1e-5) - change(-1e-5)) / 2e-5"
                ),
            }
        },
        2,
    ),
    "single precision": (
        {
            "answers": {
                "forward": "def forward(X, W, b):\n    return np.tanh(X @ W + b).astype('f4')",
                "delta": "def delta(A, dA):\n    return (dA * (1 - A**2)).astype('f2')",
                "gradient": ZEROS["gradient"],
            }
        },
        0,
    ),
    "ends the kernel": (
        {"answers": ALL | {"delta": "import os\ndef delta(A, dA):\n    os._exit(0)"}},
        7,
    ),
    "crashes the kernel": (
        {"answers": ALL | {"forward": """import ctypes
def forward(X, W, b):
    ctypes.string_at(0)"""}},
        8,
    ),
    "endless": (
        {"answers": ALL | {"delta": "def delta(A, dA):\n    while True:\n        pass"}},
        7,
    ),
    "changes shown outputs": (
        {
            "answers": ZEROS,
            "first": """import threading, time
from IPython.display import display, update_display
display(0.0, display_id="points")
parent = get_ipython().kernel.get_parent("shell")
def speak():
    session, socket = get_ipython().kernel.session, get_ipython().kernel.iopub_socket
    for n in range(10**6):
        data = {"data": {"text/plain": "5.0"}, "metadata": {}, "execution_count": 1,
                "transient": {"display_id": "points"}}
        for kind in ("execute_result", "update_display_data"):
            session.send(socket, kind, data, parent=get_ipython().kernel.get_parent("shell"))
        time.sleep(0.01)
threading.Thread(target=speak, daemon=True).start()""",
        },
        0,
    ),
}  # fmt: skip

# The same, but each of these waits for a clock to run out.
SLOW_HONEST = {"experiments without end": {"answers": ALL, "last": "while True:\n    pass"}}
SLOW_CHEATS = {
    "endless, not to be interrupted": (
        {"answers": ALL | {"delta": """def delta(A, dA):
    while True:
        try:
            while True: pass
        except BaseException: pass"""}},
        7,
    ),
    "a huge answer": (
        {"answers": ALL | {"delta": "def delta(A, dA):\n    return np.zeros(20_000_000)"}},
        7,
    ),
    "a flood of words": (
        {"answers": ALL | {"delta": """def delta(A, dA):
    while True:
        print("X" * 1_000_000)"""}},
        7,
    ),
    "a huge message": ({"first": "print('Y' * 40_000_000)"}, 0),
    "complex step": (
        {
            "answers": ALL
            | {
                "delta": ZEROS["delta"],
                "gradient": FALSE_GRADIENT.format(rule="return change(1e-30j).imag / 1e-30"),
            }
        },
        2,
    ),
}  # fmt: skip
