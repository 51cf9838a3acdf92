#!/usr/bin/python3
"""`systemctl` for a root without an init (tools/bare_operations.sh): it starts what units say, as they say it.

It reads User, WorkingDirectory, Environment, EnvironmentFile, StateDirectory, ExecStartPre, ExecStart and ExecReload, and files
that are added to a unit.
What hardens a unit it does not do: `systemd-analyze` looks at that (tests/test_deploy.py). Services of Debian's packages
are started by their own programs. All of them run in the network named by HALL_NET. Standard library only.
"""

from __future__ import annotations

import os
import pwd
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

UNITS, RUN, LOG = Path("/etc/systemd/system"), Path("/run/stand-in"), Path("/var/log/stand-in")
NET = ["nsenter", f"--net={os.environ.get('HALL_NET', '/run/hall-net')}"]
PACKAGES = {
    "nginx": ["nginx", "-g", "daemon off;"],
    "redis-server": ["redis-server", "/etc/redis/redis.conf", "--daemonize", "no"],
}


def package(name: str) -> list[str] | None:
    """How a service of Debian's packages is started; None of others."""
    if name == "postgresql":  # its cluster bears the version that came with it
        (main,) = Path("/etc/postgresql").glob("*/main")
        return ["pg_ctlcluster", main.parent.name, "main", "start", "--foreground"]
    return PACKAGES.get(name)


def read(name: str) -> dict[str, list[str]]:
    """The lines of a service and of what is added to it by key, in their order."""
    values: dict[str, list[str]] = {}
    added = sorted((UNITS / f"{name}.service.d").glob("*.conf"))
    files = [UNITS / f"{name}.service", *added]
    for line in (line for file in files for line in file.read_text().splitlines()):
        key, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            values.setdefault(key, []).append(value)
    return values


def environment(unit: dict[str, list[str]], user: pwd.struct_passwd) -> dict[str, str]:
    known = {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "HOME": user.pw_dir,
        "USER": user.pw_name,
    }
    lines = list(unit.get("Environment", []))
    for file in unit.get("EnvironmentFile", []):
        path = Path(file.removeprefix("-"))
        if path.exists():
            lines += [line for line in path.read_text().splitlines() if line.strip()]
        elif not file.startswith("-"):
            sys.exit(f"{path} is missing")
    for line in lines:
        name, _, value = line.partition("=")
        known[name] = value
    return known


def start(name: str) -> None:
    if running(name):
        return
    if command := package(name):
        spawn(name, command, {"env": dict(os.environ)})
        return
    unit = read(name)
    user = pwd.getpwnam(unit["User"][0])
    for folder in unit.get("StateDirectory", [""])[0].split():
        path = Path("/var/lib") / folder
        path.mkdir(mode=0o750, exist_ok=True)
        os.chown(path, user.pw_uid, user.pw_gid)
    options = {"env": environment(unit, user), "cwd": unit["WorkingDirectory"][0], "umask": 0o027}
    as_user = [
        f"--reuid={user.pw_uid}",
        f"--regid={user.pw_gid}",
        "--clear-groups",
        "--no-new-privs",
    ]
    commands = [["setpriv", *as_user, *shlex.split(c)] for c in unit["ExecStart"]]
    for before in unit.get("ExecStartPre", []):
        subprocess.run(["setpriv", *as_user, *shlex.split(before)], check=True, **options)
    if unit.get("Type") == ["oneshot"]:
        with (LOG / f"{name}.log").open("ab") as log:
            for command in commands:
                done = subprocess.run(
                    [*NET, *command], check=False, stdout=log, stderr=log, **options
                )
                if done.returncode:
                    sys.exit(f"{name}: {command} ended with {done.returncode}")
        return
    spawn(name, commands[0], options)


def spawn(name: str, command: list[str], options: dict) -> None:
    log = (LOG / f"{name}.log").open("ab")
    process = subprocess.Popen(
        [*NET, *command], stdout=log, stderr=log, start_new_session=True, **options
    )
    time.sleep(1.5)
    if process.poll() is not None:
        sys.exit(f"{name} ended at once with {process.returncode}; see {LOG}/{name}.log")
    (RUN / name).write_text(str(process.pid))


def running(name: str) -> int | None:
    try:
        pid = int((RUN / name).read_text())
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ValueError, ProcessLookupError):
        return None
    return None if state == "Z" else pid


def stop(name: str) -> None:
    pid = running(name)
    if pid is None:
        return
    # PostgreSQL would wait for those who are connected; its unit does not.
    os.killpg(pid, signal.SIGINT if name == "postgresql" else signal.SIGTERM)
    for _ in range(300):
        if running(name) is None:
            return
        time.sleep(0.1)
    sys.exit(f"{name} does not end")


def reload(name: str) -> None:
    pid = running(name)
    if pid is None:
        sys.exit(f"{name} does not run")
    os.kill(pid, signal.SIGHUP)  # as ExecReload has it, of the site, nginx and PostgreSQL


def main(words: list[str]) -> None:
    for folder in (RUN, LOG):
        folder.mkdir(parents=True, exist_ok=True)
    action, *rest = words
    names = [one.removesuffix(".service") for one in rest if not one.startswith("-")]
    if action == "daemon-reload":
        return
    for name in names:
        if name.endswith(".timer"):
            if not (UNITS / name).exists():
                sys.exit(f"there is no {name}")
            continue
        if action in ("start", "enable"):
            start(name)
        elif action == "stop":
            stop(name)
        elif action == "restart":
            stop(name)
            start(name)
        elif action == "reload":
            start(name) if name == "nginx" and not running(name) else reload(name)
        else:
            sys.exit(f"the stand-in knows no {action}")


if __name__ == "__main__":
    main(sys.argv[1:])
