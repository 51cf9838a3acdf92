"""The dated events that a request's term follows from."""

from __future__ import annotations

from data.catalog.disclosure.codes import EVENT_KINDS
from data.definitions import Dataset, Field, Text

EVENTS = Dataset(
    id="disclosure-events",
    title=Text("依申请公开办理节点", "Events of disclosure requests"),
    description=Text(
        "补正、征求意见、缴费、延期等影响答复期限的节点。",
        "Corrections, consultations, fees and extensions: what moves the due date of a request.",
    ),
    key=("request_no", "kind", "on"),
    fields=(
        Field(
            "request_no",
            "text",
            Text("申请编号", "Request number"),
            required=True,
            header="申请编号",
        ),
        Field(
            "kind",
            "code",
            Text("节点", "Event"),
            codes=EVENT_KINDS,
            required=True,
            header="节点",
            words={
                "告知补正": "correction_asked",
                "收到补正": "corrected",
                "征求第三方意见": "third_party_asked",
                "第三方收到": "third_party_served",
                "第三方答复": "third_party_replied",
                "征求其他机关意见": "agency_asked",
                "其他机关收到": "agency_served",
                "其他机关答复": "agency_replied",
                "发出收费通知": "fee_notified",
                "缴费": "fee_paid",
                "负责人同意延期": "extension_approved",
                "告知延期": "extension_notified",
            },
        ),
        Field("on", "date", Text("日期", "On"), required=True, indexed=True, header="节点日期"),
        Field(
            "correction_limit_on",
            "date",
            Text("补正期限", "Limit to correct"),
            scheduled=True,
            note=Text(
                "补正告知设定的合理补正期限（条例第三十条），仅用于告知补正",
                "the reasonable limit that a correction notice sets (Art. 30); of such notices only",
            ),
            header="补正期限",
        ),
        Field("recorded_at", "instant", Text("入库时间", "Recorded at"), header="入库时间"),
    ),
    newest=("on",),
    ordered=(("on", "correction_limit_on"),),
    subject="disclosure",
    max_age_seconds=14 * 86400,
)
