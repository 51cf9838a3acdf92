"""The workbook of a round of a survey, `/satisfaction/survey/{survey}.xlsx`."""

from __future__ import annotations

from flask import Blueprint, Response, request

from api.answer import answers
from api.files.survey.evidence import evidence
from api.files.survey.workbook import workbook
from api.openapi.endpoint import MEDIA
from api.problems import UNKNOWN, Problem, bad_parameter
from api.problems import respond as respond_problem
from dashboard.asking import address
from dashboard.asking.address import LANGS, Place
from dashboard.pages.satisfaction.evidence import NO_SUCH
from dashboard.pages.satisfaction.round_sentences import FOLDER
from dashboard.serve.ready import ready


def respond(survey: str) -> Response:
    """The workbook in the language of its address; it takes no parameters."""
    lang = address.read(request.path).lang
    for name in request.args:
        return respond_problem(bad_parameter(name, UNKNOWN), lang)
    found = evidence(lambda query: answers.answer(query, lang), survey)
    if found is None:
        return respond_problem(Problem(404, NO_SUCH), lang)
    page = Place(f"{FOLDER}/{survey}", lang).path
    response = ready(workbook(found, lang, page), MEDIA["xlsx"], None)
    version = found.meta["data_version"]
    # A survey's id may have letters that a header cannot; the day it ended has not.
    name = f"survey-{found.span[1].isoformat()}-v{version}.xlsx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def register(pages: Blueprint) -> None:
    for lang in LANGS:
        at = Place(f"{FOLDER}/<survey>.xlsx", lang).path
        pages.add_url_rule(at, f"survey {lang}", respond)
