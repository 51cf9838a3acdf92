"""A standalone Spark cluster on loopback, with authentication: a master and two workers, and a job on it.

Everything listens on 127.0.0.1, is of a process group of its own, and is ended by its number, also on failure.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from data.settings import ROOT

VENV = ROOT / ".venv-scale"
JOB = ROOT / "scale" / "job.py"
HOST = "127.0.0.1"
WORKERS = 2
# Until a process that was started answers: on a busy machine Java takes its time.
PATIENCE = float(os.environ.get("SPARK_PATIENCE", "120"))


class Missing(RuntimeError):  # noqa: N818 - says what is the case
    """Spark or Java is not there."""


def home() -> Path:
    """Spark as pip has installed it. Raises Missing."""
    found = next(iter(VENV.glob("lib/python3*/site-packages/pyspark/bin/spark-class")), None)
    if found is None:
        raise Missing(f"there is no Spark in {VENV}: make test-scale installs it")
    if shutil.which("java") is None:
        raise Missing("Java is missing; as root: apt-get install openjdk-17-jre-headless")
    return found.parents[1]


@dataclass
class Cluster:
    """Processes that run, and how they are spoken to."""

    folder: Path
    port: int = 0
    master: subprocess.Popen[bytes] | None = None
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"spark://{HOST}:{self.port}"

    @property
    def properties(self) -> Path:
        return self.folder / "spark.conf"

    def configure(self, memory: str) -> None:
        """Write what all sides must know, the secret among it, for its owner alone to read."""
        settings = {
            "spark.authenticate": "true",
            "spark.authenticate.secret": secrets.token_hex(32),
            "spark.network.crypto.enabled": "true",
            "spark.master.rest.enabled": "false",
            "spark.ui.enabled": "false",
            "spark.driver.host": HOST,
            "spark.driver.bindAddress": HOST,
            "spark.driver.memory": "1g",
            "spark.executor.memory": memory,
            "spark.local.dir": str(self.folder / "local"),
            "spark.sql.warehouse.dir": str(self.folder / "warehouse"),
            # Few rows come out of a statement, however many go in.
            "spark.sql.shuffle.partitions": "8",
            "spark.sql.files.maxPartitionBytes": "64m",
            "spark.sql.files.openCostInBytes": "256k",
            "spark.network.timeout": "600s",
        }
        self.properties.touch(mode=0o600)
        self.properties.write_text("".join(f"{name} {value}\n" for name, value in settings.items()))

    def start(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        """A process of Spark, in a group of its own; its log lies in the folder."""
        with (self.folder / f"{name}.log").open("wb") as log:
            return subprocess.Popen(
                [str(home() / "bin" / "spark-class"), *arguments],
                env=environment(), cwd=self.folder, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text("utf-8", errors="replace")

    def wait_for(self, name: str, words: str) -> None:
        """Until a log has these words. Raises TimeoutError with the end of the log."""
        until = time.monotonic() + PATIENCE
        while words not in self.log(name):
            if time.monotonic() > until:
                raise TimeoutError(f"{name}: no {words!r} in\n{self.log(name)[-2_000:]}")
            time.sleep(0.2)

    def submit(self, rows: Path, name: str = "job") -> subprocess.Popen[bytes]:
        """Begin to count a folder."""
        return self.start(
            name, "org.apache.spark.deploy.SparkSubmit", "--master", self.url,
            "--properties-file", str(self.properties), str(JOB), str(rows),
        )  # fmt: skip

    def counted(self, rows: Path) -> dict[str, float]:
        """Count a folder; what the job says of it, and what all processes together took.

        `memory_mb` is the most that they held at a time, `cpu_seconds` what the processor spent on them: this, unlike
        `seconds`, says something on a machine that does other work too.
        """
        job, most = self.submit(rows), 0
        spent: dict[int, float] = {}
        try:
            while job.poll() is None:
                ours = [one for group in self.groups(job) for one in members(group)]
                most = max(most, sum(map(resident_mb, ours)))
                spent |= {one: cpu_seconds(one) or spent.get(one, 0) for one in ours}
                time.sleep(0.5)
        finally:
            end(job)
        return {
            **self.outcome(job),
            "memory_mb": most,
            "cpu_seconds": round(sum(spent.values()), 1),
        }

    def outcome(self, job: subprocess.Popen[bytes], name: str = "job") -> dict[str, float]:
        """What a job that has ended says. Raises RuntimeError for one that failed."""
        code = job.wait()
        lines = [line for line in self.log(name).splitlines() if line.startswith('{"rows"')]
        if code or not lines:
            raise RuntimeError(f"the job failed:\n{self.log(name)[-4_000:]}")
        return json.loads(lines[-1])

    def groups(self, job: subprocess.Popen[bytes]) -> list[int]:
        return [one.pid for one in (self.master, *self.workers, job) if one]


def environment() -> dict[str, str]:
    """Of Spark's processes: nothing listens anywhere but on loopback."""
    passed = {
        name: os.environ[name] for name in ("PATH", "JAVA_HOME", "LANG") if name in os.environ
    }
    return passed | {
        "SPARK_HOME": str(home()),
        "SPARK_LOCAL_IP": HOST,
        "SPARK_LOCAL_HOSTNAME": HOST,
        "SPARK_MASTER_HOST": HOST,
        "SPARK_DAEMON_MEMORY": "256m",
        "PYSPARK_PYTHON": str(VENV / "bin" / "python"),
    }


@contextmanager
def cluster(folder: Path, workers: int = WORKERS, memory: str = "1g") -> Iterator[Cluster]:
    """A running cluster; its files lie in `folder`. Raises Missing, TimeoutError."""
    made = Cluster(folder, _free_port())
    made.configure(memory)
    try:
        made.master = made.start(
            "master", "org.apache.spark.deploy.master.Master", "--host", HOST,
            "--port", str(made.port), "--webui-port", "0", "--properties-file", str(made.properties),
        )  # fmt: skip
        made.wait_for("master", "I have been elected leader")
        for n in range(workers):
            made.workers.append(made.start(f"worker-{n}", *_worker(made, n, memory)))
        for n in range(workers):
            made.wait_for(f"worker-{n}", "Successfully registered with master")
        yield made
    finally:
        for process in (*made.workers, made.master):
            if process:
                end(process)


def _worker(made: Cluster, n: int, memory: str) -> list[str]:
    return [
        "org.apache.spark.deploy.worker.Worker", "--host", HOST, "--cores", "1", "--memory", memory,
        "--webui-port", "0", "--work-dir", str(made.folder / f"work-{n}"),
        "--properties-file", str(made.properties), made.url,
    ]  # fmt: skip


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill a process that was started here, with what it has started itself."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def members(group: int) -> list[int]:
    """The processes of a group."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[2]) == group:
                found.append(int(stat.parent.name))
    return found


def resident_mb(process: int) -> int:
    """The memory that a process holds, in MB; 0 where it has ended."""
    with suppress(OSError):
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") >> 20
    return 0


def cpu_seconds(process: int) -> float:
    """What the processor has spent on a process; 0 where it has ended."""
    with suppress(OSError):
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0


def _free_port() -> int:
    with socket.socket() as server:
        server.bind((HOST, 0))
        return server.getsockname()[1]
