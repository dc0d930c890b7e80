"""Encrypt what the build and its kernels say to each other: else each kernel prints a warning."""

from jupyter_client import KernelManager


def setup(app):
    # jupyter-cache starts the kernels, and hands no setting of theirs on.
    KernelManager.transport_encryption.default_value = "auto"
    return {"parallel_read_safe": True, "parallel_write_safe": True}
