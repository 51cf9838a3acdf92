"""Indicators: their definitions, their values, the records behind, and what is checked of them."""

from __future__ import annotations

from api.documents import links
from api.documents.definitions import IndicatorDocument
from api.documents.links import BASE
from api.documents.proof.audit import SampleDocument
from api.documents.proof.checks import CheckDocument
from api.documents.proof.claims import ClaimDocument
from api.documents.proof.verification import VerificationDocument
from api.documents.values import Grid, Value
from api.openapi.endpoint import Endpoint
from api.openapi.schemas import RecordsOf
from api.parsing import audit as of_audit
from api.parsing import indicators as of_indicators
from api.parsing.indicators import PARTS
from api.parsing.parameters import LIST
from api.routes import audit, data
from api.routes.answering import document_of
from api.routes.endpoints.tags import INDICATORS, formats
from api.routes.path_parameters import INDICATOR
from data.answers.records.behind_values import dataset_of_proof
from data.catalog import PUBLISHED_INDICATORS, WITH_RECORDS
from data.definitions import Text


def _behind() -> RecordsOf:
    """The records that values are made of."""
    ids = {dataset_of_proof(id, part).id for id in PUBLISHED_INDICATORS for part in PARTS}
    return RecordsOf(tuple(dataset for id, dataset in WITH_RECORDS.items() if id in ids))


ENDPOINTS = (
    Endpoint(
        "indicators", f"{BASE}/indicators", INDICATORS,
        Text("全部指标的口径", "The definitions of all indicators"),
        data.catalogue("indicators", data.indicators), list[IndicatorDocument],
        takes=LIST, formats=formats("indicators"),
    ),
    Endpoint(
        "indicator", f"{BASE}/indicators/{{id}}", INDICATORS, Text("一项指标的口径", "The definition of an indicator"),
        document_of(data.indicator), IndicatorDocument, inside=INDICATOR,
    ),
    Endpoint(
        "values", f"{BASE}/indicators/{{id}}/values", INDICATORS,
        Text("指标的数值", "The values of an indicator"),
        data.values, list[Value] | Grid, listed=True,
        inside=INDICATOR, takes=of_indicators.values_parameters, formats=formats("values"), refuses=(422,),
    ),
    Endpoint(
        "rows", f"{BASE}/indicators/{{id}}/rows", INDICATORS,
        Text("数值对应的明细记录", "The records behind a value"),
        data.rows, _behind(),
        inside=INDICATOR, takes=of_indicators.proof_parameters, formats=formats("rows"), refuses=(403, 422),
    ),
    Endpoint(
        "proof", f"{BASE}/indicators/{{id}}/proof", INDICATORS,
        Text("一个数的核验：重算方法与记录", "One number's proof: how it is recomputed, and from which rows"),
        data.proof, VerificationDocument,
        inside=INDICATOR, takes=of_indicators.verification_parameters, formats=("json", "xlsx"), refuses=(403, 422),
    ),
    Endpoint(
        "checks", links.checks(), INDICATORS, Text("公开核对：勾稽关系和数据质量", "Checks in public: identities, and the quality of the records"),
        data.checks, list[CheckDocument], listed=True,
    ),
    Endpoint(
        "claims", f"{BASE}/claims", INDICATORS,
        Text("公开报道数字与重算结果", "Reported figures, and what the records give"),
        data.claims, list[ClaimDocument], listed=True, takes=LIST, formats=formats("claims"),
    ),
    Endpoint(
        "audit_sample", f"{BASE}/audit/sample", INDICATORS,
        Text("审计抽样：同一种子，谁抽都一样", "An audit sample: the same for everyone with the seed"),
        audit.sample, SampleDocument, takes=of_audit.parameters, formats=("json", "csv", "xlsx"), refuses=(422,),
    ),
)  # fmt: skip
