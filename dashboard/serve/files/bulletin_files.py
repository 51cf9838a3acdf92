"""The files of a month's bulletin, `/supervision/bulletin/{yyyy-mm}.xlsx` and `.json` (the edition itself)."""

from __future__ import annotations

import orjson
from flask import Flask, Response, request

from api.bulletin import months, reading
from api.files.printed.bulletin import workbook
from api.openapi.endpoint import MEDIA
from api.problems import Problem, bad_parameter
from api.problems import respond as respond_problem
from dashboard.asking import address
from dashboard.asking.address import LANGS, Place
from dashboard.pages.bulletin.month import DAMAGED, EDITION, FOLDER, NO_SUCH
from dashboard.serve.ready import ready
from data.bulletin import Damaged
from data.definitions import Text

NO_MONTH = Text("没有这个月份；月份写作2026-10", "there is no such month; one is like 2026-10")
ONCE = Text("只能写一次 edition", "edition, once, and nothing else")


def respond(month: str, suffix: str) -> Response:
    """A file of an edition (`?edition=2`; default the newest), or of the numbers of now."""
    lang = address.read(request.path).lang
    given = list(request.args.items(multi=True))
    if not months.is_month(month):
        return respond_problem(Problem(404, NO_MONTH), lang)
    if given and (len(given) > 1 or given[0][0] != "edition"):
        return respond_problem(bad_parameter(given[0][0], ONCE), lang)
    edition = given[0][1] if given else ""
    if edition and (fault := EDITION.wrong(edition)):
        return respond_problem(bad_parameter("edition", fault), lang)
    try:
        read = reading.read(month, edition)
    except reading.NoEdition:
        return respond_problem(Problem(404, NO_SUCH), lang)
    except Damaged:
        return respond_problem(Problem(500, DAMAGED), lang)
    if suffix == "xlsx":
        body, media = workbook(read, lang, request.full_path.rstrip("?")), MEDIA["xlsx"]
    elif read.edition:
        body, media = read.edition.path.read_bytes(), MEDIA["json"]
    else:
        body, media = orjson.dumps(reading.as_document(read)), MEDIA["json"]
    response = ready(body, media, None)
    number = f"edition-{read.edition.number}" if read.edition else "now"
    name = f"bulletin-{month}-{number}.{suffix}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def register(server: Flask) -> None:
    for lang in LANGS:
        for suffix in ("xlsx", "json"):
            at = Place(f"{FOLDER}/<month>.{suffix}", lang).path
            name = f"bulletin {lang} {suffix}"
            server.add_url_rule(at, name, respond, defaults={"suffix": suffix})
