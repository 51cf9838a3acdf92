"""What Spark runs: the statements of a plan over the rows beside it. Needs nothing but Spark.

`spark-submit --master spark://HOST:PORT --properties-file FILE scale/job.py FOLDER [THREADS]`; all machines must
see FOLDER under the same path. Prints what it has done as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

# As few as keep all cores of a small cluster busy while one statement ends and the next begins.
THREADS = 4


def main(folder: Path, threads: int) -> None:
    """Count everything that the folder's plan asks for."""
    # Only Spark's side has it.
    from pyspark.sql import SparkSession  # pyright: ignore[reportMissingImports]

    plan = json.loads((folder / "plan.json").read_text("utf-8"))
    finished = folder / "sums" / "counted.json"
    finished.unlink(missing_ok=True)
    spark = SparkSession.builder.appName("open-hall-sums").getOrCreate()
    began = time.monotonic()
    for dataset in plan["datasets"]:
        _view(spark, dataset["table"], folder / "rows" / dataset["table"], dataset["columns"])
    counting = [one for one in plan["statements"] if one["of"] is None]
    adding = [one for one in plan["statements"] if one["of"] is not None]
    _run_all(spark, folder, counting, threads)
    for name in sorted({one["of"] for one in adding}):
        spark.read.parquet(str(folder / "sums" / name)).createOrReplaceTempView(name)
    _run_all(spark, folder, adding, threads)
    finished.parent.mkdir(parents=True, exist_ok=True)
    part = finished.with_suffix(".part")
    part.write_text(json.dumps(plan["of"]), "utf-8")
    part.rename(finished)
    spent = {"rows": sum(sum(d["files"].values()) for d in plan["datasets"])}
    spent |= {"statements": len(plan["statements"]), "seconds": round(time.monotonic() - began, 2)}
    print(json.dumps(spent), flush=True)
    spark.stop()


def _view(spark: Any, name: str, path: Path, columns: dict[str, str]) -> None:
    """Let statements find the rows by the name that their table has in the store."""
    path.mkdir(parents=True, exist_ok=True)
    kinds = ", ".join(f"`{column}` {kind}" for column, kind in columns.items())
    spark.read.schema(kinds).parquet(str(path)).createOrReplaceTempView(name)


def _run_all(spark: Any, folder: Path, statements: Iterable[dict[str, str]], threads: int) -> None:
    def run(statement: dict[str, str]) -> None:
        rows = spark.sql(statement["sql"])
        rows.write.mode("overwrite").parquet(str(folder / "sums" / statement["rollup"]))

    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(run, statements):
            """An error of any of them is raised here."""


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute(), int(sys.argv[2]) if len(sys.argv) > 2 else THREADS)
