"""`/about` 口径与说明: how the numbers are made, what is never published, whom to ask."""

from __future__ import annotations

from typing import Any

from dash import html

from api.answer import answers
from api.formats import FORMATS
from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.parts.blocks import View
from dashboard.parts.page import Page, frame
from dashboard.parts.sections import rulebook
from dashboard.words import Lang
from data.definitions import Text
from data.hall import hall

TITLE = Text("口径与说明", "Methods and notes")
# What stands beside a figure.
_FILES = [form.label for form in FORMATS.values() if form.beside_figures]

# What rests on times of day or on titles, which stay in the store so that nobody can be recognised.
EXCEPTIONS = Text(
    "下列各项依据未公布的内容，公布的是结果，不能从记录重算：各时段的曲线和与常日此时的比较（记录只公布日期，不公布时刻）；"
    "记录中的办理用时以半个工作日为单位，由未公布的受理、办结时刻算得；今日数据中仍在办理的时段；"
    "按日、按周的评价数（评价记录只公布到月）。记录更正、撤回以前的数也不能重算，记录只有现行版本。",
    "These rest on what is not published, so that their results are published and cannot be recomputed: the curves "
    "by hour and the comparison with a usual day by this time (records have dates, not times of day); the time used "
    "of a case, in half working days, which comes from the hours of acceptance and completion; the running hour of "
    "today; ratings by day or week (their records tell the month). Nor can a number from before a correction or "
    "withdrawal be: records have the version in force.",
)

SECTIONS: tuple[tuple[str, Text, tuple[Text, ...]], ...] = (
    (
        "methods",
        Text("统计口径", "How it is counted"),
        (
            Text(
                "办件有三个日期：受理、办结、承诺截止。三组数据分别按对应日期统计，名称不混用。",
                "A case has three dates: accepted, completed, due. They make three series, never one word for all.",
            ),
            Text(
                "工作日按国务院办公厅每年的放假安排计算，调休上班的周末算工作日。期限自发生之日的次日起计算。某一年的安排尚未公布时，"
                "落在该年的期限不作推算，留空并注明，安排录入后补充计算。",
                "Working days follow the yearly holiday notice of the General Office of the State Council; a weekend day "
                "that is worked counts. A term starts the day after its event. A date that falls into a year whose notice "
                "is not out yet is not guessed: it stays empty, says why, and is computed when the notice comes.",
            ),
            Text(
                "办理用时：当场办结为0；有时刻的以半个工作日为单位，以正午为界；听证、检验、专家评审等时间不计（行政许可法第四十五条）。",
                "Time used: 0 in the same visit; in half working days, split at noon, where the hour is known. Hearings, "
                "tests and expert reviews do not count (Administrative Licensing Law, Art. 45).",
            ),
            Text(
                "“往常”是此前八个同一星期几的工作日的中位数；调休上班日按其对应的工作日比较。",
                "A usual day is the median of the last eight working days of the same weekday; a make-up workday is "
                "compared with the weekday it stands in for.",
            ),
            Text(
                "比率同时公布分子和分母。印成百分比时保留两位小数，有利的只舍不入，不利的只入不舍：99.996%不会显示成100%，0.004%不会"
                "显示成0。各部分占整体的份额四舍五入到一位小数。没有数据是空值并注明原因，不写成0。",
                "Rates come with numerator and denominator. Printed as percentages they have two decimals, favourable "
                "ones cut down and unfavourable ones up: 99.996% never shows as 100%, nor 0.004% as 0. Parts of a whole "
                "are rounded to one decimal. No data is empty, with a reason, never 0.",
            ),
            Text(
                "按到期统计的比率（如按期答复率）只计期限已过的；当日到期的暂不纳入统计，逾期未办的计入分母。",
                "Rates by due date count only what fell due before today; what is overdue and still open counts against us.",
            ),
            Text(
                "比率、平均分和中位数不足30件（条）的，各处一律写“样本不足”，只公布件数。部门、窗口的比率附95%威尔逊区间："
                "只有整个区间都在整体比率不利一侧的才点名；区间与整体重叠的不分高低。用时中位数没有区间，不排名。",
                "A rate, a mean or a median of fewer than 30 is printed nowhere: there are only the counts. Departments' "
                "and windows' rates stand with a 95% Wilson interval, and one is named only where all of its interval "
                "is on the worse side of the overall rate; the others are not told apart. Medians have no interval and "
                "are not ranked.",
            ),
            Text(
                "与去年同期比较：同一星期几（364天前；调休上班日与其对应的星期几比），按自然月、年的按同一日期；今日尚未结束，单日只比已过的"
                "整点，多日只比到昨天；两段工作日数不同的按每个工作日比；两个比率的95%区间重叠的不称高低。去年的数一并列出。去年的数据不全、"
                "样本不足或工作日与非工作日相对的，不作比较。",
                "Compared with a year before: the same weekday (364 days earlier; a make-up workday with the weekday it "
                "stands in for), whole months and years by the calendar; of a day that is running the hours that are "
                "over, of more days those up to yesterday; per working day where their numbers differ; rates whose 95% "
                "intervals overlap are not told apart. Last year's number stands beside it. There is no comparison "
                "where last year is not all there, too small a sample, or a day off against a working day.",
            ),
        ),
    ),
    (
        "check",
        Text("核验方法", "How to check"),
        (
            Text(
                f"每个图下面都有它的数据表、{'、'.join(_FILES)}、JSON、指标口径和“核验”：核验给出这个数背后的全部记录。"
                "计数类指标等于记录条数；合计、中位数类指标按公式由这些记录算得。",
                f"Under each chart are its table, {', '.join(_FILES)}, JSON, the definition, and 'Proof': the records behind the "
                "number. For counts, count the rows; sums and medians are computed from the rows by the formula.",
            ),
            Text(
                "页面、大屏、接口和下载文件数据同源、口径一致，均注明数据版本；同一版本、同一天，永远是同一个数。",
                "Pages, wall, API and files come from one answer and cannot differ. Each says its data version; one "
                "version on one day always gives the same number.",
            ),
            EXCEPTIONS,
        ),
    ),
    (
        "revisions",
        Text("更正", "Corrections"),
        (
            Text(
                "同一记录以入库时间较晚的为准，先后到达的次序不影响结果。撤回的记录不再计入，但保留备查。",
                "Of two versions of a record the one recorded later counts, in whatever order they arrive. A withdrawn "
                "record no longer counts and is kept.",
            ),
        ),
    ),
    (
        "privacy",
        Text("个人信息保护", "What is never published"),
        (
            Text(
                "不采集姓名、证件号码、电话、住址以及评价、申请的文字内容，数据入库时仅保留规定字段。办件只公布日期，不公布时刻；评价不与办件"
                "关联。依申请公开的题名只在大厅为公开另写的时候公布。",
                "No names, identity numbers, telephones, addresses, nor the words of ratings and requests are taken in: "
                "only the fields listed are stored. Cases show dates, not times of day; a rating is never linked to its "
                "case. A request's title is published only where the hall wrote one for the public.",
            ),
        ),
    ),
    (
        "accessibility",
        Text("无障碍", "Accessibility"),
        (
            Text(
                "页面按 WCAG 2.2 AA 制作：可以只用键盘；每张图都有一句话和一张表；颜色从不单独表示含义；没有脚本时也能读到数字。"
                "遇到困难请告诉我们。",
                "Pages are made to WCAG 2.2 AA: keyboard alone is enough, every chart has a sentence and a table, colour "
                "never stands alone, and the numbers can be read without scripts. Tell us where it fails you.",
            ),
        ),
    ),
)
THRESHOLDS = Text("本厅统计阈值", "Limits this hall has set")
NAMES = {
    "rating_cell": Text(
        "评价列出部门、窗口、渠道所需的当日办结件数",
        "fewest cases of a day for a rating to name department, window and channel",
    ),
    "rating_step_minutes": Text(
        "当日评价数两次更新的最短间隔（分钟）",
        "fewest minutes between two moves of the running day's numbers of ratings",
    ),
    "rating_step_least": Text(
        "当日评价数每次更新至少新增的评价数",
        "fewest new ratings with which the running day's numbers move",
    ),
    "minimum_n": Text(
        "比率、平均分、中位数所需的最少件数", "fewest records for a rate, a mean or a median"
    ),
    "rectification_days": Text("差评整改期限（工作日）", "working days to put a bad rating right"),
    "opinion_cap_days": Text(
        "征求意见不计入期限的工作日上限", "working days that asking others stops a term at most"
    ),
}
# Limits of what a hall may have nothing of.
_SUBJECTS = {
    "rating_cell": "satisfaction",
    "rating_step_minutes": "satisfaction",
    "rating_step_least": "satisfaction",
    "rectification_days": "satisfaction",
    "opinion_cap_days": "disclosure",
}
# Of a hall elsewhere: instead of what follows from China's notices and laws.
ELSEWHERE = (
    Text(
        "工作日为周一至周五，本厅录入的节假日除外；没有录入的节假日算作工作日。期限从事情发生的次日起算。",
        "Working days are Monday to Friday, less the days off that this hall has loaded; a public holiday that is "
        "not loaded counts as a working day. A term starts the day after its event.",
    ),
    Text(
        "办理用时：当场办结为0；有时刻的以半个工作日为单位，以正午为界。",
        "Time used: 0 in the same visit; in half working days, split at noon, where the hour is known.",
    ),
)
CONTACT = Text("联系我们", "Contact")


def view(ask: Ask, lang: Lang, arguments: Any) -> View:
    """The hall's rules come and go; else only the banner and the version move on this page."""
    del arguments
    return {**rulebook.list_view(ask, lang), **frame(ask(answers.Live())["meta"])}


def layout(place: Place, view: View) -> html.Main:
    lang = place.lang
    body: list[Any] = [html.H1(TITLE[lang], className="plain")]
    for id, title, paragraphs in SECTIONS:
        if id == "methods" and hall().calendar != "china":
            paragraphs = (paragraphs[0], *ELSEWHERE, *paragraphs[3:])
        body += [html.H2(title[lang], id=id), *(html.P(text[lang]) for text in paragraphs)]
    limits: list[Any] = []
    for id, threshold in hall().thresholds.items():
        if not hall().reports(_SUBJECTS.get(id)):
            continue
        name = NAMES[id][lang] if id in NAMES else id
        limits += [
            html.Dt(name + Text("：", ": ")[lang] + words.amount(threshold.value)),
            html.Dd(threshold.source[lang]),
        ]
    body += [
        html.H2(THRESHOLDS[lang], id="limits"),
        html.Dl(limits, className="definition"),
        rulebook.list_of(view, lang),
        html.H2(CONTACT[lang], id="contact"),
        html.P(hall().contact[lang]),
    ]
    return html.Main(body, id="main", className="catalogue text")


PAGE = Page(
    "about",
    TITLE,
    "about",
    view,
    layout,
    every=60,
    charts=False,
    menu=False,
    styles=("data.css",),
)
