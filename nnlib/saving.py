"""Networks in files: the parameters as np.save writes them, then a line that describes the network.

No pickle: a file is data, never code. np.load reads the parameters alone, without nnlib.
"""

import io
import json
import os
import tempfile
import zlib
from pathlib import Path

import numpy as np

from nnlib import activations
from nnlib.activations import Activation
from nnlib.arguments import as_kind, as_vector
from nnlib.network import MLP


def save(path, net, params):
    """Write a network and its parameters to a file, conventionally named *.npy.

    A file of that name is replaced once the new one is complete, so an interruption loses nothing.

    Raises ValueError or TypeError for parameters that do not fit the network or are not finite, and
    for an activation that is not nnlib's own; OSError where the file cannot be written.

    >>> net = MLP((2, 3, 1))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save(Path(folder, "xnor.npy"), net, net.init(seed=1))
    ...     same_net, params = load(Path(folder, "xnor.npy"))
    >>> same_net == net, np.array_equal(params, net.init(seed=1))
    (True, True)
    """
    path = _as_path(path)
    hidden = as_kind("net", net, MLP, "MLP((2, 3, 1))").hidden
    params = as_vector("params", params, net.n_params)
    hidden = list(map(_named, hidden)) if isinstance(hidden, tuple) else _named(hidden)
    description = {"format": "nnlib", "version": 1, "sizes": net.sizes}
    description |= {"hidden": hidden, "output": _named(net.output)}
    content = io.BytesIO()
    np.lib.format.write_array(content, params, allow_pickle=False)
    content.write(f"\n{json.dumps(description)}\n".encode())
    content.write(_check_sum(content.getvalue()))
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        complete = Path(folder, path.name)
        with complete.open("wb") as file:
            file.write(content.getvalue())
            file.flush()
            os.fsync(file.fileno())
        complete.replace(path)


def load(path):
    """(net, params) from a file that `save` has written.

    Raises ValueError, naming the file, where it is damaged, of another kind or of a newer version;
    OSError where it cannot be read.

    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save(Path(folder, "line.npy"), MLP((1, 1)), [2.0, 0.5])
    ...     net, params = load(Path(folder, "line.npy"))
    >>> net.sizes, params
    ((1, 1), array([2. , 0.5]))
    """
    path = _as_path(path)
    content = path.read_bytes()
    body, check_sum = content[:-9], content[-9:]
    if check_sum != _check_sum(body):
        raise ValueError(
            f"{path} is damaged, or not saved by nnlib: its check sum is wrong. np.load reads what "
            "np.save has written"
        )
    try:
        array, _, description = body[:-1].rpartition(b"\n")
        net = _network(json.loads(description))
        params = np.lib.format.read_array(io.BytesIO(array), allow_pickle=False)
        return net, as_vector("params", params, net.n_params)
    except (TypeError, ValueError, RecursionError, MemoryError) as error:
        raise ValueError(f"{path} holds no network that can be loaded: {error}") from None


def _check_sum(content):
    return b"%08x\n" % zlib.crc32(content)


def _network(description):
    match description:
        case {"format": "nnlib", "version": 1, "sizes": sizes, "hidden": hidden, "output": output}:
            several = isinstance(hidden, list)
            hidden = tuple(map(_activation, hidden)) if several else _activation(hidden)
            return MLP(sizes, hidden, _activation(output))
        case {"format": "nnlib", "version": int(version)} if version > 1:
            raise ValueError(f"it is of version {version}, newer than this nnlib: update nnlib")
    raise ValueError(f"it is described as {description!r:.80}")


def _named(activation):
    """What a file says of an activation: nnlib's own are found again by it."""
    named = {"name": activation.name, "alpha": activation.alpha}
    if _found(**named) != activation:
        raise ValueError(
            f"{activation} is not one of nnlib's activations, and a function cannot be saved: keep "
            "the parameters with np.save, and make the network anew where they are loaded"
        )
    return named


def _activation(named):
    match named:
        case {"name": str(name), "alpha": float() | int() | None as alpha}:
            if found := _found(name, alpha):
                return found
    raise ValueError(f"this nnlib has no activation {named!r:.80}")


def _found(name, alpha):
    """nnlib's activation of that name, or None."""
    found = None if name.startswith("_") else vars(activations).get(name)
    if alpha is not None and getattr(found, "__module__", None) == activations.__name__:
        found = found(alpha)
    return found if isinstance(found, Activation) and found.name == name else None


def _as_path(path):
    if not isinstance(path, (str, os.PathLike)) or not Path(path).name:
        raise ValueError(
            f"path is {path!r:.80}; expected the name of a file: save(path, net, params)"
        )
    return Path(path)
