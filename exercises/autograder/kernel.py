"""The kernel in which one student's code runs. It is hostile: it may send anything, or nothing."""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import psutil
import zmq
from jupyter_client import KernelManager
from jupyter_client.kernelspec import KernelSpecManager

from exercises.autograder.clock import Clock
from exercises.autograder.environment import GRADING, kernels_folder

STARTUP_SECONDS = 60
GRACE_SECONDS = 2  # between an interrupt and the end
IDLE_SECONDS = 2  # for outputs that come later than the reply
TRAFFIC = 32 * 2**20  # bytes in answer to one request
MESSAGE = 16 * 2**20  # bytes of one message
WAITING = 20  # messages that may wait to be read: all of them lie in the judge's memory


class TimedOut(Exception):
    """The code took too long and was interrupted; the kernel lives."""


class KernelLost(Exception):
    """The kernel is gone, or was given up."""


class Kernel:
    """A kernel in a room of its own: a fresh folder with copies of the submission's files."""

    def __init__(self, name: str, folder: Path):
        """name: of the kernel's specification. folder: what the notebook finds beside itself."""
        self.name, self.folder = name, folder
        self.manager = None
        self.seconds_used = 0.0  # of computing, by all that was asked of it

    def start(self):
        """Start; raises RuntimeError if there is no kernel to be had."""
        self._room = Path(tempfile.mkdtemp(prefix="room-"))
        shutil.copytree(
            self.folder, self._room, ignore=shutil.ignore_patterns("*.ipynb"), dirs_exist_ok=True
        )
        settings = self._room / ".settings"
        shutil.copytree(GRADING / "matplotlib", settings, dirs_exist_ok=True)
        specifications = KernelSpecManager()
        specifications.kernel_dirs = [str(kernels_folder()), *specifications.kernel_dirs]
        self.manager = KernelManager(
            kernel_name=self.name,
            kernel_spec_manager=specifications,
            transport="ipc",
            connection_file=str(self._room / ".kernel.json"),
        )
        environment = {
            "PATH": os.defpath,
            "LANG": "C.UTF-8",
            "HOME": str(self._room),
            "IPYTHONDIR": str(settings),
            "MPLCONFIGDIR": str(settings),
            "OPENBLAS_NUM_THREADS": "1",  # many small products: threads only wait for each other
        }
        # What the kernel writes past Jupyter goes nowhere: a file here would grow without bound.
        nowhere = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._context, self.client = zmq.Context(), None
        self._context.setsockopt(zmq.MAXMSGSIZE, MESSAGE)
        self._context.setsockopt(zmq.RCVHWM, WAITING)
        try:
            self.manager.start_kernel(cwd=str(self._room), env=environment, **nowhere)
            self._process = psutil.Process(self.manager.provisioner.pid)
            self.client = self.manager.client(context=self._context)
            self.client.start_channels(stdin=False, hb=False, control=False)
            self._wait_until_ready()
        except BaseException:
            self.kill()
            raise

    def _wait_until_ready(self):
        """Until outputs arrive: a kernel that is asked who it is says so on every channel."""
        deadline = time.monotonic() + STARTUP_SECONDS
        while not self.client.iopub_channel.socket.poll(100):
            if not self.manager.is_alive() or time.monotonic() > deadline:
                raise RuntimeError(f"the kernel {self.name} does not start")
            self.client.kernel_info()

    def kill(self):
        """End the kernel and all that it left behind. Nothing that it sent later is read."""
        if self.manager is None:
            return
        if self.manager.has_kernel:
            self.manager.shutdown_kernel(now=True)
        self.manager.cleanup_resources()
        if self.client is not None:
            self.client.stop_channels()
        self._context.destroy(linger=0)
        self.manager = None
        # A student can make what an ordinary user may not delete; the system's /tmp is cleaned.
        shutil.rmtree(self._room, ignore_errors=True)

    def run(self, source: str, seconds: float, outputs) -> None:
        """Run a cell for so many seconds of computing at most; outputs.add gets what it prints.

        Raises TimedOut or KernelLost.
        """
        content = {"code": source, "silent": False, "store_history": True}
        reply = self._request(content, seconds, outputs)
        if "ask_exit" in str(reply.get("payload")):
            raise KernelLost("was told to exit")

    def evaluate(self, expression: str, seconds: float) -> object:
        """What the kernel claims to be the text of an expression's value; None if it has none."""
        content = {"code": "", "silent": True, "store_history": False}
        content["user_expressions"] = {"claim": expression}
        reply = self._request(content, seconds)
        for key in ("user_expressions", "claim", "data", "text/plain"):
            reply = reply.get(key) if isinstance(reply, dict) else None
        return reply

    def _request(self, content, seconds, outputs=None):
        content = {"user_expressions": {}, "allow_stdin": False, "stop_on_error": False} | content
        request = self.client.session.msg("execute_request", content)
        self.client.shell_channel.send(request)
        clock = Clock(self._process, seconds)
        try:
            return self._reply(request, clock, outputs)
        finally:
            self.seconds_used += clock.used()

    def _reply(self, request, clock, outputs):
        shell, iopub = self.client.shell_channel.socket, self.client.iopub_channel.socket
        poller = zmq.Poller()
        poller.register(shell, zmq.POLLIN)
        poller.register(iopub, zmq.POLLIN)
        interrupted, reply, idle, traffic = False, None, outputs is None, 0
        while reply is None or not idle:
            if clock.ran_out():
                if reply is not None:
                    break
                if interrupted:
                    raise KernelLost("did not stop when interrupted")
                self.manager.interrupt_kernel()
                clock.allow(GRACE_SECONDS)
                interrupted = True
            ready = dict(poller.poll(100))
            if not ready and not self.manager.is_alive():
                raise KernelLost("ended while the code ran")
            for socket in ready:
                message, size = _receive(self.client.session, socket)
                traffic += size
                if traffic > TRAFFIC:
                    raise KernelLost(f"sent more than {TRAFFIC >> 20} MB")
                kind, content = _answering(request, message)
                if socket is shell and kind == "execute_reply":
                    reply = content
                    clock.allow(IDLE_SECONDS)
                elif socket is iopub and kind == "status":
                    idle = idle or content.get("execution_state") == "idle"
                elif socket is iopub and outputs is not None:
                    outputs.add(kind, content)
        if interrupted:
            raise TimedOut
        return reply


def _receive(session, socket):
    """One message and its size; an empty message for what is none."""
    frames = socket.recv_multipart()
    size = sum(map(len, frames))
    try:
        _, parts = session.feed_identities(frames)
        return session.deserialize(parts), size
    except Exception:  # any bytes at all can come, and jupyter_client does not expect that
        return {}, size


def _answering(request, message):
    """Kind and content of a message if it belongs to the request, else nothing."""
    parent, content = message.get("parent_header"), message.get("content")
    if not isinstance(parent, dict) or not isinstance(content, dict):
        return None, {}
    if parent.get("msg_id") != request["header"]["msg_id"]:
        return None, {}
    return message["msg_type"], content
