"""What the READMEs say is what the project does."""

import re
import tomllib

import pytest

from data.intake.profile.load import load
from tools import readme


@pytest.mark.parametrize("name", readme.TABLES)
def test_headers_and_settings_are_listed_as_they_are_in_both_languages(name):
    text = (readme.ROOT / name).read_text("utf-8")
    assert readme.renewed(name, text) == text, "run: make readme"


@pytest.mark.parametrize("kind", ["profile", "hall"])
def test_each_setting_is_described_in_both_languages(kind):
    described = tomllib.loads(readme.SETTINGS.read_text("utf-8"))[kind]
    assert [one["setting"] for one in described if not (one["zh"] and one["en"])] == []
    assert [one["setting"] for one in described if not re.search("[一-鿿]", one["zh"])] == []


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
