"""Install what the tests need from the system: Chromium and bubblewrap, from Debian's packages.

As root on Debian they are installed; elsewhere the names of what is missing are printed, and the
exit status is 1.
"""

import os
import shutil
import subprocess
import sys

PACKAGES = {"chromium": "chromium", "bwrap": "bubblewrap"}


def missing():
    return [package for program, package in PACKAGES.items() if shutil.which(program) is None]


def main():
    packages = missing()
    if packages and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing", *packages, flush=True)
        quiet = {"stdout": subprocess.DEVNULL}
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update"], check=True, env=environment, **quiet)
        # Without a font a browser draws no text.
        command = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
        subprocess.run([*command, "fonts-dejavu-core"], check=True, env=environment, **quiet)
        packages = missing()
    if packages:
        sys.exit(
            f"The tests need {' and '.join(packages)}. On Debian or Ubuntu: "
            f"sudo apt-get install {' '.join(packages)}"
        )


if __name__ == "__main__":
    main()
