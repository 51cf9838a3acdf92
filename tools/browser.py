"""Find the browser that the tests and pictures drive, and install one where there is none.

`python -m tools.browser` installs: a Chromium or Chrome on PATH is taken as it is, else the
distribution's package (as root or with passwordless sudo), else Playwright's own build. The headless
shell comes first: it draws the same and the tests take a quarter less time. Where there is no curl,
with which examples of the documents are tried, it is installed too, or the tests say that it is not.
So are Redis and PostgreSQL, of which tests start their own; no service of theirs is begun. A Chinese
font comes too where there is none: what the tests claim of widths and heights, and pictures, take one.
"""

import os
import shutil
import subprocess
import sys
import tempfile

from tools.postgres import program as server_program

NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
PACKAGES = ("chromium-headless-shell", "chromium")
# What lists the fonts is no part of them.
FONTS = "fontconfig fonts-noto-cjk"
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

PLAYWRIGHT = (sys.executable, "-m", "playwright")


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


def _from_debian(root: tuple[str, ...], packages: str) -> bool:
    """Install some of the distribution's packages; False where that cannot be done."""
    install = ("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages.split())
    return _quietly(*root, "apt-get", "update", "-qq") and _quietly(*root, *install)


def _server(root: tuple[str, ...], package: str) -> bool:
    """Install a server whose service is not to run: neither begun now nor with the machine.

    PostgreSQL's package would make a cluster too; a file that goes again tells it not to.
    """
    rule, no_cluster = "/usr/sbin/policy-rc.d", "/etc/postgresql-common/createcluster.d/none.conf"
    if os.path.exists(rule):  # somebody else's, who rules already
        return _from_debian(root, package)
    begun = _written(root, rule, "#!/bin/sh\nexit 101\n", "755")
    begun = _written(root, no_cluster, "create_main_cluster = false\n", "644") and begun
    try:
        return begun and _from_debian(root, package)
    finally:
        _quietly(*root, "rm", "-f", rule, no_cluster)


def _written(root: tuple[str, ...], path: str, text: str, mode: str) -> bool:
    with tempfile.NamedTemporaryFile("w") as file:
        file.write(text)
        file.flush()
        return _quietly(*root, "install", "-D", "-m", mode, file.name, path)


def _from_playwright(may_be_root: bool) -> bool:
    """Download Playwright's own Chromium, with the libraries it needs where we may install them."""
    if may_be_root and _quietly(*PLAYWRIGHT, "install", "--with-deps", "chromium"):
        return True
    return _quietly(*PLAYWRIGHT, "install", "chromium")


def install() -> int:
    """Make sure there is a browser and something to drive it; exit code 0 when there is."""
    root: tuple[str, ...] = () if os.geteuid() == 0 else ("sudo", "-n")
    may_be_root = _quietly(*root, "true")
    if not (shutil.which("curl") or (may_be_root and _from_debian(root, "curl"))):
        _ask_for("curl")  # one test is skipped without it
    for command, package in (("redis-server", "redis-server"), ("initdb", "postgresql")):
        if not (server_program(command) or (may_be_root and _server(root, package))):
            _ask_for(package)  # its tests are skipped without it
    if not has_chinese_font():
        print("Installing a Chinese font ...", file=sys.stderr)
        if not (may_be_root and _from_debian(root, FONTS)):
            _ask_for(FONTS)  # what measures text is skipped without it
    # The Node.js inside Playwright links against libatomic, which a minimal Debian lacks.
    if not _quietly(*PLAYWRIGHT, "--version"):
        print("Installing what Playwright needs to start ...", file=sys.stderr)
        if not (may_be_root and _from_debian(root, "libatomic1")):
            return _ask_for("libatomic1")
    if on_path():
        return 0
    print("Installing a browser for the tests ...", file=sys.stderr)
    for package in PACKAGES if may_be_root else ():
        if _from_debian(root, package) and on_path():
            return 0
    return 0 if _from_playwright(may_be_root) else _ask_for("chromium")


def has_chinese_font() -> bool:
    """Whether text is drawn in letters here; else Chinese is empty boxes, and English is wider."""
    try:
        listed = subprocess.run(("fc-list", ":lang=zh"), capture_output=True, check=False)
    except OSError:
        return False
    return bool(listed.stdout)


def _ask_for(package: str) -> int:
    """Say what a person must install; the exit code of a failure."""
    print(f"Could not be installed here. As root, run:  apt-get install {package}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(install())
