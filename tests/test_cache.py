"""The folder of cached answers: bounded, and as quick when it is full as when it is empty."""

import os

import pytest

from api.answer.cache import AnswerFiles


@pytest.fixture
def sweeps(monkeypatch) -> list[str]:
    """The folders that were looked through."""
    seen: list[str] = []
    real = os.scandir

    def scandir(path):
        seen.append(str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    return seen


def test_a_full_folder_is_swept_once_in_a_while_and_keeps_the_newest(tmp_path, sweeps):
    cache = AnswerFiles(str(tmp_path), threshold=160, default_timeout=600)
    for n in range(800):
        assert cache.set(f"answer-{n}", b"%d" % n)
        os.utime(cache._get_filename(f"answer-{n}"), ns=(n, n))
        assert len(list(tmp_path.iterdir())) <= 160 + 160 / 16 + 1
    assert cache.get("answer-799") == b"799"
    assert cache.get("answer-720") == b"720"
    assert cache.get("answer-400") is None
    assert len([path for path in sweeps if path == str(tmp_path)]) <= 800 / 10


def test_another_process_that_sweeps_at_the_same_time_is_no_error(tmp_path, monkeypatch):
    cache = AnswerFiles(str(tmp_path), threshold=4, default_timeout=600)
    real = os.remove

    def twice(path):
        real(path)
        real(path)  # it was gone already

    for n in range(5):
        cache.set(str(n), b"-")
    monkeypatch.setattr(os, "remove", twice)
    assert cache.set("5", b"-")
    assert cache.get("5") == b"-"
