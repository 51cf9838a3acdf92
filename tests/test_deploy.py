"""What a hall runs it with: units, timers, the image and the compose file name what there is, and hold back.

`tools/bare_operations.sh` and `tools/bare_container.sh` run all of it in a bare Debian root.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from commands import cli
from tests.hall_data import Store

yaml = pytest.importorskip("yaml")
ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
TIMERS = sorted(DEPLOY.glob("*.timer"))
OPERATIONS = (ROOT / "docs" / "operations.md").read_text("utf-8")
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
CONTAINERFILE = (ROOT / "Containerfile").read_text("utf-8")
# Of what `systemd-analyze security` counts, 0 to 100: the site has to reach its own network.
EXPOSED_MOST = {"open-hall.service": 20}
EXPOSED_USUALLY = 10

needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="needs systemd-analyze (apt install systemd)"
)


def lines(path: Path, key: str) -> list[str]:
    return [
        line.partition("=")[2]
        for line in path.read_text().splitlines()
        if line.startswith(f"{key}=")
    ]


def parsed(command: list[str]) -> None:
    """A command of the project with its options, read as it would be and not run."""
    name, *options = command[command.index("app.py") + 1 :]
    cli.commands[name].make_context(name, list(options))


@needs_systemd
def test_units_are_what_systemd_takes(tmp_path: Path) -> None:
    """Of programs that lie elsewhere stand-ins are enough: it looks whether they can be run."""
    program = tmp_path / "opt" / ".venv" / "bin" / "python"
    program.parent.mkdir(parents=True)
    for one in (program, tmp_path / "opt" / "deploy" / "backup.sh"):
        one.parent.mkdir(exist_ok=True)
        one.write_text("#!/bin/sh\n")
        one.chmod(0o755)
    copies = []
    for unit in (*UNITS, *TIMERS):
        copy = tmp_path / unit.name
        copy.write_text(unit.read_text().replace("/opt/open-hall", str(tmp_path / "opt")))
        copies.append(str(copy))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *copies], capture_output=True, text=True, check=False
    )  # fmt: skip
    said = [
        line for line in done.stderr.splitlines() if str(tmp_path) in line or "open-hall" in line
    ]
    assert (done.returncode, said) == (0, [])


@needs_systemd
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_gives_up_what_it_does_not_need(unit: Path) -> None:
    most = EXPOSED_MOST.get(unit.name, EXPOSED_USUALLY)
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", f"--threshold={most}", "--no-pager", str(unit)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-300:]


@needs_systemd
def test_timers_name_times_and_units_that_there_are() -> None:
    for timer in TIMERS:
        assert (DEPLOY / f"{timer.stem}.service") in UNITS
        for time in lines(timer, "OnCalendar"):
            assert subprocess.run(["systemd-analyze", "calendar", time], capture_output=True, check=False).returncode == 0  # fmt: skip
    # A day that was missed would be published as the day after.
    assert lines(DEPLOY / "open-hall-publish.timer", "Persistent") == ["no"]
    assert lines(DEPLOY / "open-hall-backup.timer", "Persistent") == ["yes"]


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_what_a_unit_starts_is_a_command_of_the_project(unit: Path) -> None:
    started = lines(unit, "ExecStart")
    assert started
    for line in started:
        command = shlex.split(line)
        place = ROOT / command[0].removeprefix("/opt/open-hall/")
        if place.suffix == ".sh":
            assert os.access(place, os.X_OK)
        else:
            parsed([str(ROOT) if word.endswith("/incoming") else word for word in command])


def test_the_page_of_operations_installs_what_there_is() -> None:
    for named in re.findall(r"deploy/[\w.*/-]+", OPERATIONS):
        assert list(ROOT.glob(named.rstrip("."))), named
    for unit in (*UNITS, *TIMERS):
        assert unit.stem in OPERATIONS, unit.name


# --- the backup that the unit starts --------------------------------------------------------------


def test_a_backup_holds_the_store_and_what_it_does_not_and_old_ones_end(
    store: Store, tmp_path: Path
) -> None:
    store.ingest("cases", "case_no,item,channel,accepted_on\nA,i,hall,2026-11-20\n")
    var, copies, home = tmp_path / "var", tmp_path / "copies", tmp_path / "home"
    for folder in (var, copies, home / ".config" / "open-hall", var / "bulletins"):
        folder.mkdir(parents=True)
    (var / "record.key").write_text("secret")
    (home / ".config" / "open-hall" / "signing.pem").write_text("key")
    old, unrelated = copies / "hall-2020-01-01T000000.sqlite", copies / "other.sqlite"
    for file in (old, unrelated):
        file.write_text("old")
        os.utime(file, (1, 1))
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(home), "HALL_VAR": str(var),
        "HALL_BACKUPS": str(copies), "DATABASE_URL": store.url,
    }  # fmt: skip
    done = subprocess.run([str(DEPLOY / "backup.sh")], env=environment, capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    (copy,) = copies.glob("hall-*.sqlite")
    assert copy.stat().st_size > 100_000
    assert (old.exists(), unrelated.exists()) == (False, True)
    (files,) = copies.glob("hall-*-files.tar.gz")
    listed = subprocess.run(["tar", "-tzf", str(files)], capture_output=True, text=True, check=True)
    assert {"record.key", "bulletins/", ".config/open-hall/signing.pem"} <= set(
        listed.stdout.split()
    )
    assert not list(copies.glob("*.part"))


# --- containers -----------------------------------------------------------------------------------


def program(name: str) -> str:
    path = Path(sys.executable).with_name(name)
    if not path.exists():
        pytest.skip(f"needs {name} (requirements-dev.txt)")
    return str(path)


@pytest.mark.parametrize(
    ("linter", "file"), [("hadolint", "Containerfile"), ("compose-lint", "compose.yaml")]
)
def test_image_and_compose_file_are_linted(linter: str, file: str) -> None:
    done = subprocess.run(
        [program(linter), str(ROOT / file)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_the_image_starts_what_there_is() -> None:
    joined = re.sub(r"\\\n\s*", " ", CONTAINERFILE)
    command = json.loads(re.findall(r"^CMD (\[.*\])$", joined, re.MULTILINE)[0])
    parsed(command)
    assert "--require-hashes" in joined
    assert re.search(r"^USER \d+$", joined, re.MULTILINE)
    copied = re.findall(r"^COPY (\S+) ", joined, re.MULTILINE)
    assert [name for name in copied if not (ROOT / name).exists()] == []


def test_services_name_paths_commands_and_volumes_that_there_are() -> None:
    services: dict[str, Any] = COMPOSE["services"]
    assert list(services) == ["site", "intake", "nginx", "redis"]
    for name, service in services.items():
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name
        for volume in service.get("volumes", ()):
            source = volume.partition(":")[0]
            if source.startswith("./") and source != "./incoming":
                assert (ROOT / source).exists(), source
            elif not source.startswith("./"):
                assert source in COMPOSE["volumes"]
        assert not service.get("depends_on") or set(service["depends_on"]) <= set(services)
    # What is mounted for it stands for the folder that it watches.
    parsed([str(ROOT) if word == "/incoming" else word for word in services["intake"]["command"]])
    assert "./incoming:/incoming:ro" in services["intake"]["volumes"]
    assert services["intake"]["network_mode"] == "none"
    # The recipe asks the loopback, which it shares with the site.
    assert "127.0.0.1:8050" in (DEPLOY / "nginx.conf").read_text()
    assert services["nginx"]["network_mode"] == "service:site"
    assert services["site"]["environment"]["TRUSTED_PROXIES"] == "127.0.0.1"
