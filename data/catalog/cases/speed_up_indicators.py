"""How much faster cases are completed than their legal limits ask for."""

from __future__ import annotations

from typing import Any

from data.catalog.cases.dimensions import COMPLETED
from data.catalog.cases.term_indicators import LIMITS
from data.catalog.items import SHORTER_LIMITS
from data.definitions import Indicator, Text
from data.measures import Total


def _limited(r: Any) -> Any:
    return r.legal_days.is_not(None) & r.used_days.is_not(None)


def _faster(among: Any) -> Total:
    return Total(of=lambda r: r.legal_days - r.used_days, over=lambda r: r.legal_days, among=among)


SPEED_UP_INDICATORS = (
    Indicator(
        id="actual-speed-up",
        title=Text("实际提速", "Actual speed-up"),
        formula=Text(
            "（法定时限合计 − 实际用时合计）÷ 法定时限合计，期内办结、有法定时限的办件（含即办件）",
            "(Σ legal limits − Σ used days) ÷ Σ legal limits, over cases completed having a legal limit, instant ones included",
        ),
        measure=_faster(_limited),
        unit="fraction",
        dated="completed_on",
        dimensions=COMPLETED,
        favourable="high",
        reference=LIMITS,
        beside=("actual-speed-up-instant", "actual-speed-up-promised"),
        versions=SHORTER_LIMITS,
    ),
    Indicator(
        id="actual-speed-up-instant",
        title=Text("即办件实际提速", "Actual speed-up, instant cases"),
        formula=Text(
            "（法定时限合计 − 实际用时合计）÷ 法定时限合计，期内办结、有法定时限的即办件",
            "(Σ legal limits − Σ used days) ÷ Σ legal limits, over instant cases completed having a legal limit",
        ),
        measure=_faster(lambda r: _limited(r) & (r.case_kind == "instant")),
        unit="fraction",
        dated="completed_on",
        dimensions=COMPLETED,
        favourable="high",
        reference=LIMITS,
    ),
    Indicator(
        id="actual-speed-up-promised",
        title=Text("承诺件实际提速", "Actual speed-up, promised cases"),
        formula=Text(
            "（法定时限合计 − 实际用时合计）÷ 法定时限合计，期内办结、有法定时限的承诺件",
            "(Σ legal limits − Σ used days) ÷ Σ legal limits, over promised cases completed having a legal limit",
        ),
        measure=_faster(lambda r: _limited(r) & (r.case_kind == "promised")),
        unit="fraction",
        dated="completed_on",
        dimensions=COMPLETED,
        favourable="high",
        reference=LIMITS,
    ),
)
