"""What the section on intermediary services says; of fewer than thirty orders nobody is compared."""

from __future__ import annotations

from typing import Any

from dashboard import words
from dashboard.pages.service.market import ask as asked
from dashboard.pages.service.market.ask import Market
from dashboard.parts.ranking import Places, Row, apart
from dashboard.words import Lang, Unit
from data.definitions import Text

ORDER = Unit("单", "order", "orders")
FIRM, BELOW = Text("中介机构", "Firm"), Text("低于", "below")
BELOW_IT = Text("低于整体", "below the overall rate")
PRINCIPLES = {
    asked.GOOD: Text("服务", "Service"),
    asked.ON_TIME: Text("办结", "Delivery"),
}
RATES = {
    asked.GOOD: Text("好评率", "share of good ratings"),
    asked.ON_TIME: Text("按时交付率", "on time"),
}


def lead(market: Market, lang: Lang) -> str:
    """1,842单，96%好评，成交价低于限价11.3%，94%按时交付; what is of too few is left out."""
    parts = [words.counted(market.total(asked.ORDERS)["value"] or 0, ORDER, lang)]
    good, on_time = market.total(asked.GOOD), market.total(asked.ON_TIME)
    if words.enough(good["denominator"]):
        share = words.in_title(good, words.RATINGS)
        parts.append(Text(f"{share.zh}好评", f"{share.en} of ratings good")[lang])
    priced = market.total(asked.PRICED)["value"]
    if words.enough(priced):
        saved = cut(market.total(asked.CUT), priced, lang)
        parts.append(Text(f"成交价低于限价{saved}", f"prices {saved} below their limits")[lang])
    if words.enough(on_time["denominator"]):
        share = words.in_title(on_time, ORDER)
        parts.append(Text(f"{share.zh}按时交付", f"{share.en} delivered on time")[lang])
    return f"{market.when(lang)}{Text('：', ': ')[lang]}{Text('，', ', ')[lang].join(parts)}"


def per_order(row: Row | None) -> str:
    """Bidders per order, of enough orders."""
    if row is None or not words.enough(row["denominator"]):
        return words.MISSING
    return words.decimal(row)


def cut(row: Row, n: float | None, lang: Lang) -> str:
    """How far prices lie below their limits, of `n` orders: its own parts are amounts of money."""
    if not words.enough(n) or row["value"] is None:
        return words.TOO_FEW[lang]
    return words.share(row["numerator"], row["denominator"])


def of_firms(market: Market, placed: Places, indicator: str, lang: Lang) -> tuple[str, str]:
    """Who can be told from all firms by a rate, or that nobody can; then how it is read."""
    principle, rate = PRINCIPLES[indicator], RATES[indicator]
    least = words.number(words.least())
    which = placed.which(BELOW_IT)
    note = Text(
        f"{market.when('zh')}；{which.zh + '；' if which else ''}横线为95%区间，竖线为整体；不足{least}单的不比较。",
        f"{market.when('en')}; {which.en + '; ' if which else ''}line: 95% interval, upright: all firms; "
        f"below {least} orders nobody is compared.",
    )[lang]
    if not placed.compared:
        few = Text(
            f"{principle.zh}：各机构样本不足，不作比较",
            f"{principle.en}: too few orders to compare",
        )
        return few[lang], note
    unit = words.RATINGS if indicator == asked.GOOD else ORDER
    said = apart(placed, rate, FIRM, lambda row: row["intermediary_label"], BELOW, unit=unit)
    return Text(f"{principle.zh}：{said.zh}", f"{principle.en}: {said.en}")[lang], note


def fee(market: Market, lang: Lang) -> tuple[str, str]:
    """How far prices lie below their limits in all."""
    n = market.total(asked.PRICED)["value"]
    note = Text(
        f"{market.when('zh')}下单、两价齐全的{words.number(n)}单；（限价合计 − 成交价合计）÷ 限价合计。",
        f"{words.counted(n, ORDER, 'en')} of {market.when('en')} that state both; (Σ limits − Σ prices) ÷ Σ limits.",
    )[lang]
    if not words.enough(n):
        few = Text("收费：样本不足，不计算降幅", "Fees: too few orders for a price cut")
        return few[lang], note
    saved = cut(market.total(asked.CUT), n, lang)
    return Text(
        f"收费：成交价合计比限价低{saved}",
        f"Fees: prices together {saved} below their limits",
    )[lang], note


def choice(market: Market, lang: Lang) -> tuple[str, str]:
    """How many firms offered, and for how many orders only one did."""
    single = market.total(asked.SINGLE)
    note = Text(
        f"{market.when('zh')}下单、非直接选取的；横线为95%区间。",
        f"Orders of {market.when('en')} that were not chosen directly; line: 95% interval.",
    )[lang]
    if not words.enough(single["denominator"]):
        return Text("报名：样本不足", "Bidders: too few orders")[lang], note
    mean = per_order(market.total(asked.BIDDERS))
    share = words.in_title(single, ORDER, favourable=False)
    return Text(
        f"平均每单{mean}家报名，{share.zh}只有一家",
        f"{mean} bidders per order on average; {share.en} had one only",
    )[lang], note


def services(rows: list[dict[str, Any]], share: Row, lang: Lang) -> tuple[str, str]:
    """How many services have a basis in law, and which have none."""
    with_basis, whole = share["numerator"] or 0, share["denominator"] or 0
    none = [row[f"title_{lang}"] for row in rows if row["standing"] == "no_basis"]
    total, n = words.number(whole), words.number(whole - with_basis)
    if not none:
        return Text(
            f"审批所需的{total}项中介服务都有法定依据",
            f"All {total} services that approvals ask for have a basis in law"
            if whole > 1
            else "The one service that approvals ask for has a basis in law",
        )[lang], ""
    named = Text("、", "; ")[lang].join(none)
    title = Text(
        f"审批所需的{total}项中介服务中，{n}项没有法定依据",
        f"{n} of {words.numbered(whole, 'service', 'services')} that approvals ask for "
        f"{words.plural(whole - with_basis, 'has', 'have')} no basis in law",
    )
    return title[lang], Text(
        f"没有依据的不得作为审批前置：{named}。", f"Those are no condition of an approval: {named}."
    )[lang]  # fmt: skip
