"""The figures of an annual report: each cell of tables 三 and 四, table 二, and the fees.

The id of a cell is its row and its column: `r03.person`, `reconsideration.upheld`. Row `r21_23` and
the columns of table 二 that only the form of 2019 (国办公开办函〔2019〕60号) has, are of reports up to 2020.
"""

from __future__ import annotations

from data.catalog.disclosure.codes import APPLICANTS, OUTCOMES
from data.definitions import Code, Text, codes

TOTAL = Code("total", Text("总计", "total"))
REQUEST_COLUMNS = (*APPLICANTS, TOTAL)
REQUEST_ROWS = (
    *codes(
        r01=("本年新收", "received in the year"),
        r02=("上年结转", "carried over from the year before"),
    ),
    *OUTCOMES,
    *codes(
        r21_23=("其他处理（2019年格式）", "handled otherwise (form of 2019)"),
        r24=("办理结果总计", "handled in all"),
        r25=("结转下年度", "carried over to the next year"),
    ),
)
REVIEW_GROUPS = codes(
    reconsideration=("行政复议", "reconsideration"),
    direct_litigation=("未经复议直接起诉", "lawsuit without reconsideration"),
    litigation_after_reconsideration=("复议后起诉", "lawsuit after reconsideration"),
)
REVIEW_COLUMNS = (
    *codes(
        upheld=("结果维持", "upheld"),
        corrected=("结果纠正", "corrected"),
        other=("其他结果", "other result"),
        pending=("尚未审结", "pending"),
    ),
    TOTAL,
)


def cell(row: str, column: str) -> str:
    """The id of a cell of table 三 (row, applicant) or 四 (group, result)."""
    return f"{row}.{column}"


def _cells(table: Text, rows: tuple[Code, ...], columns: tuple[Code, ...]) -> tuple[Code, ...]:
    return tuple(
        Code(
            cell(row.id, column.id),
            Text(
                f"{table.zh}：{row.title.zh}，{column.title.zh}",
                f"{table.en}: {row.title.en}, {column.title.en}",
            ),
        )
        for row in rows
        for column in columns
    )


REQUEST_CELLS = _cells(Text("表三", "table 3"), REQUEST_ROWS, REQUEST_COLUMNS)
REVIEW_CELLS = _cells(Text("表四", "table 4"), REVIEW_GROUPS, REVIEW_COLUMNS)

STATED = codes(
    rules_made=("规章：本年制发件数", "government rules made in the year"),
    rules_repealed=("规章：本年废止件数", "government rules repealed in the year"),
    rules_in_force=("规章：现行有效件数", "government rules in force"),
    normative_made=("行政规范性文件：本年制发件数", "normative documents made in the year"),
    normative_repealed=("行政规范性文件：本年废止件数", "normative documents repealed in the year"),
    normative_in_force=("行政规范性文件：现行有效件数", "normative documents in force"),
    licences=("行政许可：本年处理决定数量", "administrative licences: decisions in the year"),
    penalties=("行政处罚：本年处理决定数量", "administrative penalties: decisions in the year"),
    coercion=("行政强制：本年处理决定数量", "administrative coercion: decisions in the year"),
    charges=(
        "行政事业性收费：本年收费金额（万元）",
        "administrative charges in the year (10,000 yuan)",
    ),
    fee_notices=("信息处理费：本年发出收费通知件数", "information fees: notices sent in the year"),
    fee_charged=("信息处理费：收费通知总金额（元）", "information fees: charged in all (yuan)"),
    fee_received=("信息处理费：实际收取总金额（元）", "information fees: received in all (yuan)"),
)
STATED_2019 = codes(
    rules_written=("规章：本年新制作数量", "government rules written in the year"),
    rules_opened=("规章：本年新公开数量", "government rules newly published in the year"),
    rules_public=("规章：对外公开总数量", "government rules published in all"),
    normative_written=("规范性文件：本年新制作数量", "normative documents written in the year"),
    normative_opened=(
        "规范性文件：本年新公开数量",
        "normative documents newly published in the year",
    ),
    normative_public=("规范性文件：对外公开总数量", "normative documents published in all"),
    licences_before=("行政许可：上一年项目数量", "administrative licences: kinds the year before"),
    licences_change=("行政许可：本年增/减", "administrative licences: kinds more or fewer"),
    services_before=(
        "其他对外管理服务事项：上一年项目数量",
        "other services: kinds the year before",
    ),
    services_change=("其他对外管理服务事项：本年增/减", "other services: kinds more or fewer"),
    services=("其他对外管理服务事项：处理决定数量", "other services: decisions"),
    penalties_before=(
        "行政处罚：上一年项目数量",
        "administrative penalties: kinds the year before",
    ),
    penalties_change=("行政处罚：本年增/减", "administrative penalties: kinds more or fewer"),
    coercion_before=("行政强制：上一年项目数量", "administrative coercion: kinds the year before"),
    coercion_change=("行政强制：本年增/减", "administrative coercion: kinds more or fewer"),
    charges_before=(
        "行政事业性收费：上一年项目数量",
        "administrative charges: kinds the year before",
    ),
    charges_change=("行政事业性收费：本年增/减", "administrative charges: kinds more or fewer"),
    procurement_items=("政府集中采购：采购项目数量", "central procurement: projects"),
    procurement_amount=("政府集中采购：采购总金额", "central procurement: amount in all"),
)
FIGURES = (*STATED, *STATED_2019, *REQUEST_CELLS, *REVIEW_CELLS)
CHANGE = "_change"
"""How the ids of figures end that say by how much a number rose or fell: they alone may be below 0."""
