"""Find the browser that the tests and pictures drive, and install one where there is none.

`python -m tools.browser` installs: a Chromium or Chrome on PATH is taken as it is, else the
distribution's `chromium` package (as root or with passwordless sudo), else Playwright's own build.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# No sandbox: tests also run as root, in containers. The rest keeps the browser from calling home,
# so that a request off the machine can only come from a page of ours.
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def on_path() -> str | None:
    """Path of the first Chromium or Chrome on PATH that starts, or None.

    It is started because Ubuntu's `chromium-browser` may be a stub that only names a snap.
    """
    for name in NAMES:
        path = shutil.which(name)
        if path is None:
            continue
        try:
            tried = subprocess.run([path, "--version"], capture_output=True, timeout=60)
        except (OSError, subprocess.TimeoutExpired):
            continue
        if tried.returncode == 0:
            return path
    return None


def _quietly(*command: str) -> bool:
    """Run a command without a terminal; True if it exists and succeeds."""
    quiet_apt = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, env=quiet_apt, check=False
        )
    except OSError:
        return False
    return done.returncode == 0


def _from_debian(root: tuple[str, ...]) -> str | None:
    """Install the distribution's chromium; its path, or None where there is no such package."""
    install = ("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium")
    if _quietly(*root, "apt-get", "update", "-qq") and _quietly(*root, *install):
        return on_path()
    return None


def _from_playwright(may_be_root: bool) -> bool:
    """Download Playwright's own Chromium, with the libraries it needs where we may install them."""
    playwright = (sys.executable, "-m", "playwright", "install")
    if may_be_root and _quietly(*playwright, "--with-deps", "chromium"):
        return True
    return _quietly(*playwright, "chromium")


def install() -> int:
    """Make sure there is a browser; exit code 0 when there is."""
    if on_path():
        return 0
    root: tuple[str, ...] = () if os.geteuid() == 0 else ("sudo", "-n")
    may_be_root = _quietly(*root, "true")
    print("Installing a browser for the tests ...", file=sys.stderr)
    if may_be_root and shutil.which("apt-get") and _from_debian(root):
        return 0
    if _from_playwright(may_be_root):
        return 0
    print("No browser could be installed. As root, run:  apt-get install chromium", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(install())
