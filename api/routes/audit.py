"""The audit sample: as JSON, as rows, and as a work sheet to be printed."""

from __future__ import annotations

import csv
import io

from flask import Response

from api.answer import answers
from api.files.audit_sheet import work_sheet
from api.openapi.endpoint import MEDIA, Call
from api.parsing import audit as of_audit
from api.routes.answering import answer_to, description

_json = answer_to(lambda call: of_audit.sample(call.given))


def sample(call: Call) -> Response:
    """The records that everybody draws who gives the same seed."""
    if not call.is_file:
        return _json(call)
    query = of_audit.sample(call.given)
    document = answers.answer(query, call.lang)
    if call.suffix == "xlsx":
        response = description(MEDIA["xlsx"], call, lambda _: work_sheet(document, call.lang))
    else:
        response = description(MEDIA["csv"], call, lambda _: _csv(document["data"]))
        response.headers["X-Total-Count"] = str(len(document["data"]["records"]))
    name = f"audit-{query.dataset}-v{document['meta']['data_version']}.{call.suffix}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _csv(data: dict) -> bytes:
    """Ticket, key, stratum and record, with a byte-order mark."""
    rows = data["records"]
    names = list(rows[0]["record"]) if rows else []
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(["ticket", "key", "stratum", *names])
    for one in rows:
        cells = [one["ticket"], one["key"], one["stratum"], *(one["record"][n] for n in names)]
        writer.writerow([_cell(value) for value in cells])
    return b"\xef\xbb\xbf" + target.getvalue().encode()


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = "" if value is None else str(value)
    # What a spreadsheet would run as a formula is read as text.
    return (
        f"'{text}"
        if text[:1] in ("=", "+", "-", "@", "\t", "\r") and not _is_number(text)
        else text
    )


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
