"""Saving and loading: the same network back, and nothing else taken for one."""

import io
import json
import os
import pickle
import stat
import subprocess
import sys
import zlib
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from places import ROOT

import nnlib
from nnlib import MLP, Activation, load, save, sigmoid, tanh

FAMILIES = (nnlib.elu, nnlib.prelu, nnlib.isru)
PLAIN = [found for found in vars(nnlib).values() if isinstance(found, Activation)]
ANY_ACTIVATION = st.one_of(
    st.sampled_from(PLAIN),
    st.builds(lambda family, alpha: family(alpha), st.sampled_from(FAMILIES), st.floats(1e-3, 1e3)),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("saved")


@pytest.fixture
def saved(tmp_path):
    """A file with a network, and what it holds."""
    net = MLP((2, 3, 1))
    save(tmp_path / "net.npy", net, net.init(1))
    return tmp_path / "net.npy"


def signed(path, array, **changes):
    """Write a file like nnlib's, with a right check sum, but with changes to its description."""
    description = {"format": "nnlib", "version": 1, "sizes": [2, 3, 1]}
    description |= {"hidden": {"name": "tanh", "alpha": None}}
    description |= {"output": {"name": "identity", "alpha": None}} | changes
    content = io.BytesIO()
    np.save(content, array, allow_pickle=True)
    body = content.getvalue() + b"\n" + json.dumps(description).encode() + b"\n"
    path.write_bytes(body + b"%08x\n" % zlib.crc32(body))
    return path


@given(data=st.data())
def test_a_network_comes_back_bit_for_bit(folder, data):
    sizes = data.draw(st.lists(st.integers(1, 4), min_size=2, max_size=5))
    several = st.lists(ANY_ACTIVATION, min_size=len(sizes) - 2, max_size=len(sizes) - 2)
    net = MLP(
        sizes, data.draw(st.one_of(ANY_ACTIVATION, several.map(tuple))), data.draw(ANY_ACTIVATION)
    )
    numbers = st.floats(allow_nan=False, allow_infinity=False)
    params = np.array(data.draw(st.lists(numbers, min_size=net.n_params, max_size=net.n_params)))
    save(folder / "any.npy", net, params)
    same, loaded = load(folder / "any.npy")
    assert same == net
    assert loaded.tobytes() == params.tobytes()
    assert loaded.flags.writeable


def test_the_test_above_draws_from_every_activation():
    module = vars(nnlib.activations)
    public = {name for name, part in module.items() if isinstance(part, Activation)}
    made = {name for name in nnlib.__all__ if name in module and name != "Activation"}
    assert public == {activation.name for activation in PLAIN}
    assert made == public | {family.__name__ for family in FAMILIES}


def test_a_loaded_network_gives_the_same_outputs(tmp_path):
    net = MLP((2, 4, 3, 2), (nnlib.elu(0.5), sigmoid), tanh)
    params, X = net.init(3), nnlib.blobs(20)[0]
    save(tmp_path / "net.npy", net, params)
    same, loaded = load(str(tmp_path / "net.npy"))
    np.testing.assert_array_equal(same(loaded, X), net(params, X))


def test_numpy_alone_reads_the_parameters(saved):
    np.testing.assert_array_equal(np.load(saved, allow_pickle=False), MLP((2, 3, 1)).init(1))


def test_the_description_can_be_read_by_a_person(saved):
    assert saved.read_bytes().split(b"\n")[-3] == (
        b'{"format": "nnlib", "version": 1, "sizes": [2, 3, 1], '
        b'"hidden": {"name": "tanh", "alpha": null}, "output": {"name": "identity", "alpha": null}}'
    )


# Damaged and foreign files.

REFUSED = "net.npy is damaged, or not saved by nnlib: its check sum is wrong"


def test_a_flipped_bit_is_found_in_every_byte(saved):
    content = saved.read_bytes()
    for position in range(len(content)):
        damaged = bytearray(content)
        damaged[position] ^= 1 << position % 8
        saved.write_bytes(damaged)
        with pytest.raises(ValueError, match=REFUSED):
            load(saved)


def test_every_truncation_is_found(saved):
    content = saved.read_bytes()
    for length in range(len(content)):
        saved.write_bytes(content[:length])
        with pytest.raises(ValueError, match=REFUSED):
            load(saved)


def test_bytes_before_or_after_are_found(saved):
    content = saved.read_bytes()
    for changed in (content + b"\n", b"\n" + content, content + content, content[1:]):
        saved.write_bytes(changed)
        with pytest.raises(ValueError, match=REFUSED):
            load(saved)


class Bomb:
    """Unpickled, it makes a file."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return (open, (str(self.path), "w"))


def foreign(kind, path):
    content, net = io.BytesIO(), MLP((2, 3, 1))
    match kind:
        case "npz":
            np.savez(content, params=net.init(1))
        case "npy":
            np.save(content, net.init(1))
        case "pickle":
            content.write(pickle.dumps(Bomb(path.with_name("exploded"))))
        case "text":
            content.write("0.5 0.25 — no network\n".encode())
        case "image":
            content.write(b"\x89PNG\r\n\x1a\n")
    path.write_bytes(content.getvalue())


@pytest.mark.parametrize("kind", ["npz", "npy", "pickle", "text", "image", "empty"])
def test_foreign_files_are_refused(kind, tmp_path):
    foreign(kind, tmp_path / "net.npy")
    with pytest.raises(ValueError, match=REFUSED):
        load(tmp_path / "net.npy")
    assert not (tmp_path / "exploded").exists()


@given(content=st.binary(max_size=300))
def test_random_bytes_are_refused(folder, content):
    (folder / "net.npy").write_bytes(content)
    with pytest.raises(ValueError, match=REFUSED):
        load(folder / "net.npy")


def test_a_forged_file_runs_no_code(tmp_path):
    bomb = np.array([Bomb(tmp_path / "exploded")], dtype=object)
    with pytest.raises(ValueError, match=r"holds no network that can be loaded: Object arrays"):
        load(signed(tmp_path / "net.npy", bomb))
    assert not (tmp_path / "exploded").exists()


PARAMS = MLP((2, 3, 1)).init(1)


@pytest.mark.parametrize(
    ("array", "changes", "words"),
    [
        (PARAMS, {"version": 2}, "it is of version 2, newer than this nnlib: update nnlib"),
        (PARAMS, {"format": "another"}, "it is described as .*another"),
        (PARAMS, {"version": "1"}, "it is described as "),
        (PARAMS[1:], {}, r"params has shape \(12,\); expected \(13,\)"),
        (np.append(PARAMS[1:], np.nan), {}, "params holds nan at index 12"),
        (np.append(PARAMS[1:], np.inf), {}, "params holds inf at index 12"),
        (PARAMS + 1j, {}, "params has dtype complex128"),
        (PARAMS, {"sizes": [2, 4, 1]}, r"params has shape \(13,\); expected \(17,\)"),
        (PARAMS, {"sizes": [2, 0, 1]}, r"sizes\[1\] is 0"),
        (PARAMS, {"sizes": "231"}, "sizes"),
        (PARAMS, {"sizes": None}, "sizes is None"),
        (PARAMS, {"output": {"name": "square", "alpha": None}}, "no activation .*square"),
        (PARAMS, {"output": {"name": "elu", "alpha": None}}, "no activation .*elu"),
        (PARAMS, {"output": {"name": "elu", "alpha": -1}}, "alpha is -1"),
        (PARAMS, {"output": {"name": "tanh", "alpha": 1}}, "no activation .*tanh"),
        (PARAMS, {"output": {"name": "np", "alpha": 1}}, "no activation .*np"),
        (PARAMS, {"output": {"name": "cache", "alpha": 1}}, "no activation .*cache"),
        (PARAMS, {"output": {"name": "_family", "alpha": 1}}, "no activation .*_family"),
        (PARAMS, {"output": {"name": "Activation", "alpha": 1}}, "."),
        (PARAMS, {"output": 5}, "no activation 5"),
        (PARAMS, {"hidden": [{"name": "tanh", "alpha": None}] * 2}, "hidden has 2 activations"),
    ],
)
def test_what_no_network_can_be_made_of_is_refused_by_name(array, changes, words, tmp_path):
    message = rf"net\.npy holds no network that can be loaded: .*{words}"
    with pytest.raises(ValueError, match=message):
        load(signed(tmp_path / "net.npy", array, **changes))


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"nothing\.npy"):
        load(tmp_path / "nothing.npy")


# What cannot be saved.

SQUARE = Activation("square", lambda z: z * z, lambda z, a: 2 * z)


@pytest.mark.parametrize(
    "net",
    [
        MLP((2, 3, 1), hidden=SQUARE),
        MLP((2, 3, 1), output=SQUARE),
        MLP((2, 3, 3, 1), hidden=(tanh, SQUARE)),
        MLP((2, 3, 1), hidden=replace(SQUARE, name="tanh")),
        MLP((2, 3, 1), hidden=replace(SQUARE, name="elu", alpha=1.0)),
        MLP((2, 3, 1), hidden=replace(SQUARE, name="np", alpha=1.0)),
    ],
)
def test_a_function_of_ones_own_is_refused_and_one_is_told_what_to_do(net, tmp_path):
    with pytest.raises(ValueError, match=r"not one of nnlib's activations.* keep the parameters"):
        save(tmp_path / "net.npy", net, np.zeros(net.n_params))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("params", "words"),
    [
        (np.zeros(12), r"params has shape \(12,\); expected \(13,\)"),
        (np.full(13, np.nan), "params holds nan"),
        (np.zeros((2, 13)), r"params has shape \(2, 13\)"),
        (np.zeros(13, complex), "params has dtype complex128"),
        (nnlib.nodes(np.zeros(13)), "params has dtype object"),
    ],
)
def test_parameters_that_do_not_fit_are_not_saved(params, words, tmp_path):
    with pytest.raises(ValueError, match=words):
        save(tmp_path / "net.npy", MLP((2, 3, 1)), params)
    assert list(tmp_path.iterdir()) == []


# How it is written.


def test_an_interrupted_save_loses_nothing(saved):
    """The disk's limit ends the second save half-way: the first file stays, and no other."""
    code = (
        "import resource, sys; from nnlib import MLP, save\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000)); net = MLP((10, 200, 1))\n"
        "try: save(sys.argv[1], net, net.init(2))\n"
        "except OSError as error: print(error.strerror)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, saved], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert result.stdout == "File too large\n"
    net, params = load(saved)
    assert net == MLP((2, 3, 1))
    np.testing.assert_array_equal(params, net.init(1))
    assert [path.name for path in saved.parent.iterdir()] == ["net.npy"]


def test_a_save_replaces_what_was_there_and_leaves_nothing_else(saved):
    net = MLP((3, 1), output=sigmoid)
    save(saved, net, net.init(5))
    assert load(saved)[0] == net
    assert [path.name for path in saved.parent.iterdir()] == ["net.npy"]


def test_a_saved_file_can_be_read_by_whom_the_user_allows(saved):
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE(saved.stat().st_mode) == 0o666 & ~mask


def test_a_name_without_a_folder_is_of_this_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    net = MLP((2, 1))
    save("net.npy", net, net.init(0))
    assert (tmp_path / "net.npy").exists()
    assert load("net.npy")[0] == net


# Bad input.


@given(
    st.one_of(st.none(), st.integers(), st.binary(), st.just([]), st.sampled_from(["", ".", "/"]))
)
def test_what_is_no_path_is_refused(value):
    for call in (lambda: load(value), lambda: save(value, MLP((2, 3, 1)), PARAMS)):
        with pytest.raises((ValueError, TypeError), match=r"\bpath\b"):
            call()


@given(
    st.sampled_from(["net", "params"]),
    st.one_of(st.none(), st.floats(), st.text(), st.binary(), st.just(MLP), st.just(tanh)),
)
def test_save_names_what_is_wrong(folder, name, value):
    arguments = {"net": MLP((2, 3, 1)), "params": PARAMS} | {name: value}
    with pytest.raises((ValueError, TypeError), match=rf"\b{name}\b"):
        save(folder / "never.npy", **arguments)
    assert not (folder / "never.npy").exists()
