"""Every word of the vocabulary is in the glossary, and the glossary names nothing that is gone."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import data.definitions
import data.questions
from api.formats import FORMATS
from data import measures
from data.catalog import DATASETS, INDICATORS

TEXT = (Path(__file__).parents[1] / "docs" / "glossary.md").read_text("utf-8")
WORDS = set(re.findall(r"`([^`]+)`", TEXT))
# Only the first cell of the tables of code: what a row is about.
CODE = TEXT[TEXT.index("## The code") :]
NAMED = {
    word
    for row in re.findall(r"^\|(.*?)\|", CODE, re.MULTILINE)
    for word in re.findall(r"`(\w+)`", row)
}


def classes(module) -> set[str]:
    return {
        name
        for name, one in inspect.getmembers(module, inspect.isclass)
        if one.__module__ == module.__name__ and not name.startswith("_")
    }


def defined() -> set[str]:
    modules = pkgutil.iter_modules(data.definitions.__path__, "data.definitions.")
    named = {name for m in modules for name in classes(importlib.import_module(m.name))}
    kinds = {name for name in measures.__all__ if inspect.isclass(getattr(measures, name))}
    return named | kinds | classes(data.questions) | set(FORMATS)


def test_every_word_of_the_code_is_explained():
    assert sorted(defined() - NAMED) == []


def test_no_word_is_explained_that_is_gone():
    types = {"FieldType", "Expression", "Unit", "Grain"}
    assert sorted(NAMED - defined() - types) == []


def test_datasets_and_indicators_that_are_named_exist():
    """Ids with a hyphen are those of the catalogue, or of the addresses about disclosure."""
    named = {word for word in WORDS if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", word)}
    assert sorted(named - set(DATASETS) - set(INDICATORS) - {"annual-report"}) == []
