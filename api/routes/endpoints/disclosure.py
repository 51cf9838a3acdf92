"""Disclosure requests: the clock and the annual report."""

from __future__ import annotations

from api.documents.disclosure import addresses
from api.documents.disclosure.annual_report import AnnualReportDocument, AnnualReportEntry
from api.documents.disclosure.deadline import DeadlineDocument
from api.documents.disclosure.strips import Strips
from api.openapi.endpoint import Endpoint
from api.parsing import disclosure as of_disclosure
from api.routes import disclosure
from api.routes.answering import document_of
from api.routes.endpoints.tags import DISCLOSURE
from api.routes.path_parameters import YEAR
from data.definitions import Text

AT = addresses.DISCLOSURE

ENDPOINTS = (
    Endpoint(
        "disclosure_open", f"{AT}/open", DISCLOSURE,
        Text("在办申请的期限条", "Open requests as strips of working days"),
        disclosure.open_requests, Strips, listed=True, takes=of_disclosure.OPEN, refuses=(404,),
    ),
    Endpoint(
        "disclosure_deadline", f"{AT}/deadline", DISCLOSURE,
        Text("期限计算：逐日说明", "The deadline explained day by day"),
        disclosure.deadline, DeadlineDocument, takes=of_disclosure.DEADLINE, refuses=(404,),
    ),
    Endpoint(
        "annual_reports", f"{AT}/annual-report", DISCLOSURE,
        Text("可出具年报的年度", "The years that can be reported"),
        document_of(disclosure.reports), list[AnnualReportEntry],
    ),
    Endpoint(
        "annual_report", f"{AT}/annual-report/{{year}}", DISCLOSURE,
        Text("政府信息公开年报", "The annual disclosure report"),
        disclosure.report, AnnualReportDocument,
        inside=YEAR, takes=of_disclosure.report_parameters, formats=("json", "xlsx", "csv"),
    ),
)  # fmt: skip
