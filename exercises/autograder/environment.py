"""Where students' code runs: a virtual environment without the answers, and a kernel inside it.

`python -m exercises.autograder.environment` makes both; the judge does so by itself when needed.
"""

import fcntl
import functools
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[2]
GRADING = PROJECT / ".venv-grading"
LOCK = PROJECT / "requirements.txt"
PACKAGES = ("numpy", "matplotlib", "ipykernel")
KERNEL_NAME = "grading"
MEMORY = 4 * 2**30  # bytes of address space
FILE_SIZE = 64 * 2**20


class EnvironmentFailed(RuntimeError):
    """The environment for students' code could not be made."""


def kernels_folder() -> Path:
    """The folder with the grading kernel's specification; made on first use, then reused."""
    with _only_one_process():
        _make_environment()
        folder = GRADING / "share" / "jupyter" / "kernels"
        _write_if_changed(folder / KERNEL_NAME / "kernel.json", json.dumps(kernelspec(), indent=1))
    return folder


def kernelspec() -> dict:
    """The specification of the grading kernel; {cwd} is the room that the judge gives it."""
    python = [str(GRADING / "bin" / "python"), "-s", "-m", "ipykernel_launcher"]
    kernel = [*python, "-f", "{connection_file}"]
    return {
        "argv": [*sandbox(), *kernel] if sandboxed() else kernel,
        "display_name": "Python (grading)",
        "language": "python",
        # A signal would reach bubblewrap and not the kernel behind it.
        "interrupt_mode": "message",
        "metadata": {"sandboxed": sandboxed()},
    }


@functools.cache
def sandboxed() -> bool:
    """Whether bubblewrap is there and may be used: on some systems only root may."""
    if not shutil.which("bwrap"):
        return False
    python = GRADING / "bin" / "python"
    trial = [part.replace("{cwd}", str(GRADING)) for part in sandbox()]
    done = subprocess.run([*trial, python, "-c", "import numpy"], capture_output=True, check=False)
    return done.returncode == 0


def sandbox() -> list[str]:
    """A command in front of the kernel's: no network, no other processes, no files but these.

    The kernel sees the system, its Python and packages, all read-only, and its own room.
    """
    base = Path(sys.base_prefix)
    visible = ["--ro-bind", "/usr", "/usr", *_system_folders()]
    visible += ["--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"]
    visible += ["--ro-bind", str(base), str(base)]
    # Packages of other Pythons, which may hold the answers.
    hidden = [
        argument
        for root in sorted({base, Path("/usr"), Path("/usr/local")})
        for pattern in ("lib*/python3*/*-packages", "envs", "pkgs")
        for found in sorted(root.glob(pattern))
        for argument in ("--tmpfs", str(found))
    ]
    return [
        "bwrap", "--unshare-all", "--die-with-parent", "--new-session",
        # Inside, the kernel's parent is process 1, which it takes for a sign of having none.
        "--unsetenv", "JPY_PARENT_PID",
        "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", *visible, *hidden,
        "--ro-bind", str(GRADING), str(GRADING), "--bind", "{cwd}", "{cwd}", "--chdir", "{cwd}",
        "prlimit", f"--as={MEMORY}", f"--fsize={FILE_SIZE}", "--core=0",
    ]  # fmt: skip


def _system_folders():
    for folder in ("/bin", "/lib", "/lib64"):
        if os.path.islink(folder):
            yield from ("--symlink", os.readlink(folder), folder)
        elif os.path.isdir(folder):
            yield from ("--ro-bind", folder, folder)


def _make_environment():
    """Install the packages at the project's own pins; do nothing if that is what is there."""
    wanted = hashlib.sha256(LOCK.read_bytes() + repr((sys.version, PACKAGES)).encode()).hexdigest()
    done = GRADING / "installed"
    if done.exists() and done.read_text() == wanted:
        return
    python = GRADING / "bin" / "python"
    _run(sys.executable, "-m", "venv", "--without-pip", "--clear", GRADING)
    _run(sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", python,
         "--constraint", LOCK, *PACKAGES)  # fmt: skip
    # matplotlib lists the fonts once here and not in every kernel.
    fonts = os.environ | {"MPLCONFIGDIR": str(GRADING / "matplotlib")}
    _run(python, "-c", "import matplotlib.font_manager", env=fonts)
    done.write_text(wanted)


def _run(*command, env=None):
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise EnvironmentFailed(
            f"{GRADING} could not be made: {' '.join(map(str, command[:4]))} … ended with\n"
            f"{done.stderr.strip()}"
        )


def _write_if_changed(path, text):
    if not path.exists() or path.read_text() != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


class _only_one_process:
    """Hold a lock, so that two runs do not make the environment at once."""

    def __enter__(self):
        lock = PROJECT / "_build" / "grading.lock"
        lock.parent.mkdir(exist_ok=True)
        self.file = open(lock, "w")
        fcntl.flock(self.file, fcntl.LOCK_EX)

    def __exit__(self, *_):
        self.file.close()


if __name__ == "__main__":
    kernels_folder()
    print(GRADING, "with bubblewrap" if sandboxed() else "without bubblewrap")
