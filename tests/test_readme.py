"""What the READMEs say is what the project does."""

import re
import tomllib

import pytest

from data.intake.profile.load import load
from tools import readme


@pytest.mark.parametrize("name", readme.FILES)
def test_headers_of_the_hall_profile_are_listed_as_they_are(name):
    text = (readme.ROOT / name).read_text("utf-8")
    assert readme.renewed(text, "zh" if "zh" in name else "en") == text, "run: make readme"


@pytest.mark.parametrize("name", readme.FILES)
def test_the_profile_that_newcomers_copy_loads_and_maps(name, tmp_path):
    text = (readme.ROOT / name).read_text("utf-8")
    block = text[text.index("    # profiles/ourcity.toml") :]
    lines = []
    for line in block.splitlines():
        if line and not line.startswith("    "):
            break
        lines.append(line[4:])
    path = tmp_path / "ourcity.toml"
    path.write_text("\n".join(lines), "utf-8")
    assert tomllib.loads(path.read_text("utf-8"))["name"] == "ourcity"
    cases = load(str(path)).datasets["cases"]
    assert cases.columns["case_no"] == "流水号"
    assert cases.codes["channel"] == {"大厅": "hall", "网厅": "online"}


@pytest.mark.parametrize("name", readme.FILES)
def test_linked_files_exist(name):
    text = (readme.ROOT / name).read_text("utf-8")
    targets = [t for t in re.findall(r"\]\(([^)#]+)\)", text) if not t.startswith("http")]
    missing = [t for t in targets if not (readme.ROOT / t).exists()]
    assert not missing
