"""What is vendored is what its table says, and of the version that plotly.py expects."""

import hashlib
import re
from pathlib import Path

import plotly
import pytest

VENDOR = Path(__file__).parents[1] / "assets" / "vendor"
ROW = re.compile(r"^\| `(?P<file>[^`]+)` .* `(?P<sha256>[0-9a-f]{64})` \|$", re.MULTILINE)
LISTED = dict(ROW.findall((VENDOR / "README.md").read_text("utf-8")))


def test_every_vendored_script_is_listed():
    assert {path.name for path in VENDOR.iterdir() if path.suffix in (".js", ".css")} == set(LISTED)


@pytest.mark.parametrize("name", LISTED)
def test_vendored_file_is_unchanged(name: str):
    assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == LISTED[name]


def test_vendored_plotly_is_the_version_plotly_py_bundles():
    bundled = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    assert _version(VENDOR / "plotly-cartesian.min.js") == _version(bundled)


def _version(script: Path) -> str:
    found = re.search(r"plotly\.js (?:\(.*\) )?v(\d+\.\d+\.\d+)", script.read_text("utf-8")[:300])
    assert found, f"{script.name} does not name its version"
    return found[1]
