"""All endpoints of the API, by what they are of. To add one, declare it in its file: nothing else needs to change."""

from __future__ import annotations

from api.documents.links import BASE
from api.openapi.document import Document, document
from api.openapi.endpoint import JSON, Call, Endpoint, operations
from api.openapi.schemas import OBJECT
from api.routes import service
from api.routes.answering import description_of, document_of, json_of
from api.routes.endpoints import datasets, disclosure, feeds, indicators, published, today
from api.routes.endpoints.tags import DISCLOSURE, SERVICE, TAGS, TITLES
from data.catalog import PUBLISHED
from data.definitions import Text
from data.hall import hall


def _openapi(call: Call) -> Document:
    used = {one.tag for one in ENDPOINTS}
    tags = {tag: text for tag, text in TAGS.items() if tag in used}
    return document(ENDPOINTS, tags | TITLES, call.lang)


def _service(call: Call) -> service.Service:
    return service.description(operations(ENDPOINTS), call.lang)


# These two say what all of them are.
_DESCRIBING = (
    Endpoint(
        "service", BASE, SERVICE, Text("服务说明", "Service description"),
        document_of(_service), service.Service,
    ),
    Endpoint(
        "openapi", f"{BASE}/openapi.json", SERVICE, Text("本接口的机器可读描述", "This description of the API"),
        description_of(JSON, json_of(_openapi)), OBJECT, envelope=False,
    ),
)  # fmt: skip
_EVERY = (
    *_DESCRIBING,
    *today.ENDPOINTS,
    *indicators.ENDPOINTS,
    *disclosure.ENDPOINTS,
    *datasets.ENDPOINTS,
    *published.ENDPOINTS,
    *feeds.ENDPOINTS,
)
# What a hall does not report has no addresses: of disclosure requests, of questions.
_NEEDED = {"disclosure-requests": DISCLOSURE, "faqs": "ask"}
_WITHOUT = {named for dataset, named in _NEEDED.items() if dataset not in PUBLISHED}
_WITHOUT |= (
    set() if hall().reports("supervision") else {"bulletin_feed", "cards_feed", "complaints_feed"}
)
ENDPOINTS = tuple(one for one in _EVERY if not {one.tag, one.id} & _WITHOUT)
