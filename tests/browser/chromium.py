"""The browser of the page's tests: the machine's own, else Debian's package, else Playwright's own.

`python -m tests.browser.chromium` gets one where there is none, and says what it does; `make test` calls it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""A test's browser talks to the page and to nobody else."""
MISSING = "There is no browser for the page's tests: run `make test`, which gets one, or install Debian's `chromium`."


def find() -> str | None:
    """Return the path of a Chromium: the machine's own, or the one that Playwright keeps for itself."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    own = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    kept = sorted(own.glob("chromium-*/chrome-linux*/chrome"))
    return str(kept[-1]) if kept else None


def get() -> str:
    """Install one, and return its path. Raises SystemExit with what to do where none can be had."""
    for saying, commands in _ways():
        print(f"No Chromium on this machine: {saying} ...", flush=True)
        for command in commands:
            done = subprocess.run(command, check=False, capture_output=True, text=True)
            if done.returncode:
                print(f"  {' '.join(command)}: {(done.stderr or done.stdout).strip()[-500:]}", flush=True)
                break
        if path := find():
            return path
    raise SystemExit(MISSING)


def _ways() -> list[tuple[str, list[list[str]]]]:
    ways = []
    if apt := shutil.which("apt-get"):
        sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
        quiet = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", apt, "-qq"]
        install = [*quiet, "install", "-y", "--no-install-recommends", "chromium", "fonts-noto-color-emoji"]
        ways.append(("installing Debian's package (once)", [[*quiet, "update"], install]))
    own = [sys.executable, "-m", "playwright", "install", "chromium"]
    ways.append(("downloading Playwright's own (once)", [own]))
    return ways


if __name__ == "__main__":
    if find() is None:
        print(f"Using {get()}.")
