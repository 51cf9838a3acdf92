"""Published days, and what has been corrected since."""

from __future__ import annotations

from api.documents import links
from api.documents.published.snapshots import RevisionDocument, SnapshotDocument, VintageDocument
from api.openapi.endpoint import Endpoint
from api.parsing import snapshots as of_snapshots
from api.routes import snapshots
from api.routes.endpoints.tags import CATALOGUE
from data.definitions import Text

ENDPOINTS = (
    Endpoint(
        "snapshots", links.SNAPSHOTS, CATALOGUE,
        Text("每日快照：文件在 /api/v1/snapshots/{日期}/manifest.json 所列地址", "Snapshots, one a day; files are at /api/v1/snapshots/DATE/… as its manifest.json names them"),
        snapshots.snapshots, list[SnapshotDocument], listed=True,
    ),
    Endpoint(
        "revisions", links.REVISIONS, CATALOGUE,
        Text("已公布数值的更正", "Published values that were corrected"),
        snapshots.all_revisions, list[RevisionDocument], listed=True,
        takes=of_snapshots.REVISIONS, formats=("json", "csv"),
    ),
    Endpoint(
        "revision_triangle", f"{links.REVISIONS}/triangle", CATALOGUE,
        Text("各月数值的历次公布值", "How each month's value was published, time after time"),
        snapshots.triangle, list[VintageDocument], listed=True, takes=of_snapshots.TRIANGLE,
    ),
)  # fmt: skip
