"""项目代办: projects signed in the zones, who goes with them, and how long their approvals took."""

from __future__ import annotations

from data.catalog.enterprise.common import FIRST, LEAST, RECORDED, ZONES, day, number
from data.definitions import Dataset, Dimension, Field, Indicator, Text, Threshold, codes
from data.measures import Count, Quantile, Share, Total

RULES = Text(
    "本厅项目代办制、项目秘书制（待大厅确认）",
    "the hall's rules on agents and secretaries of projects (to be confirmed)",
)
SERVICES = codes(
    one_to_one=("一对一服务", "one person in charge"),
    agency=("全程代办", "accompanied throughout"),
    guidance=("指导办理", "guided"),
    unaided=("未代办", "not accompanied"),
)
# No band above a billion: it would hold one or two, which everybody knows.
SIZES = codes(
    lt100m=("1亿元以下", "under 100 million yuan"),
    to500m=("1亿元至5亿元", "100 to 500 million yuan"),
    ge500m=("5亿元及以上", "500 million yuan and more"),
)
KINDS = codes(new=("新建", "new"), expansion=("扩建", "expansion"))
BY = ("service", "size", "kind")
WORKING_DAYS = Text("工作日", "working days")


def _boolean(id: str, header: str, en: str) -> Field:
    return Field(id, "boolean", Text(header, en), header=header)


DATASETS = (
    Dataset(
        id="agency-projects",
        title=Text("项目代办", "Projects accompanied"),
        description=Text(
            "园区签约项目及其代办、项目秘书和审批用时。只公布按年汇总的数量；各园区项目过少，不分园区公布。",
            "Projects signed in the zones, their agents and secretaries, and the days of their approvals. "
            "Numbers by year; zones, which have too few each, are not told apart.",
        ),
        key=("project_ref",),
        counted=Text("个", "projects"),
        fields=(
            number("project_ref", "项目编号", "Project number"),
            day("signed_on", "签约日期", "Signed on", required=True, indexed=True),
            Field("zone", "code", Text("园区", "Zone"), codes=ZONES, published=False, header="园区"),
            Field("size", "code", Text("投资规模", "Size"), codes=SIZES, required=True, header="投资规模"),
            Field("kind", "code", Text("建设性质", "Kind"), codes=KINDS, required=True, header="建设性质"),
            Field(
                "service", "code", Text("服务方式", "Service"), codes=SERVICES, required=True,
                header="服务方式",
            ),
            _boolean("secretary_hall", "中心秘书", "Secretary of the hall"),
            _boolean("secretary_zone", "园区秘书", "Secretary of the zone"),
            _boolean("upward", "与省级对接", "Taken up with the province"),
            day("completed_on", "审批办结日期", "Approvals completed on", indexed=True),
            Field("used_days", "integer", Text("审批用时", "Days used"), unit=WORKING_DAYS, minimum=0, header="审批用时"),
            Field("legal_days", "integer", Text("法定时限合计", "Legal limits together"), unit=WORKING_DAYS, minimum=0, header="法定时限合计"),
            RECORDED,
        ),
        dimensions=(
            Dimension("service", Text("服务方式", "Service")),
            Dimension("size", Text("投资规模", "Size")),
            Dimension("kind", Text("建设性质", "Kind")),
        ),
        indicators=(
            Indicator(
                "projects-signed",
                Text("签约项目", "Projects signed"),
                Text("期内园区签约的项目数", "projects signed in the zones in the period"),
                Count(), dated="signed_on", dimensions=BY, reference=RULES, versions=FIRST,
            ),
            Indicator(
                "agency-coverage",
                Text("代办覆盖率", "Projects accompanied"),
                Text(
                    "期内签约且由大厅代办、指导或专人服务的项目 ÷ 期内签约的项目",
                    "projects signed in the period that the hall accompanies, guides or has a person for "
                    "÷ projects signed",
                ),
                Share(of=lambda r: r.service != "unaided"),
                "fraction", "signed_on", favourable="high", reference=RULES, versions=FIRST,
            ),
            Indicator(
                "two-secretaries-rate",
                Text("双秘书到位率", "Projects with two secretaries"),
                Text(
                    "期内签约且中心、园区各有一名项目秘书的项目 ÷ 期内签约的项目",
                    "projects signed in the period with a secretary of the hall and one of the zone ÷ "
                    "projects signed",
                ),
                Share(of=lambda r: (r.secretary_hall == 1) & (r.secretary_zone == 1)),
                "fraction", "signed_on", favourable="high", reference=RULES, versions=FIRST,
            ),
            Indicator(
                "projects-upward",
                Text("与省级对接项目占比", "Projects taken up with the province"),
                Text(
                    "期内签约且与省级部门对接的项目 ÷ 期内签约的项目",
                    "projects signed in the period that are taken up with the province ÷ projects signed",
                ),
                Share(of=lambda r: r.upward == 1),
                "fraction", "signed_on", reference=RULES, versions=FIRST,
            ),
            Indicator(
                "agency-days-median",
                Text("代办项目审批用时中位数", "Median days of projects' approvals"),
                Text("期内审批办结的项目所用工作日的中位数", "median of the working days used by projects whose approvals were completed in the period"),
                Quantile("used_days", 0.5),
                "days", "completed_on", favourable="low", reference=RULES, versions=FIRST,
            ),
            Indicator(
                "agency-speed-up",
                Text("代办项目审批提速", "Faster than the legal limits"),
                Text(
                    "（Σ法定时限 − Σ审批用时）÷ Σ法定时限，期内审批办结的项目",
                    "(Σ legal limits − Σ days used) ÷ Σ legal limits, of projects whose approvals were "
                    "completed in the period",
                ),
                Total(lambda r: r.legal_days - r.used_days, lambda r: r.legal_days),
                "fraction", "completed_on", favourable="high", reference=RULES, versions=FIRST,
            ),
        ),
        newest=("signed_on",),
        ordered=(("signed_on", "completed_on"),),
        control=Threshold(LEAST, "year", BY),
        records=False,
        subject="enterprise",
    ),
)  # fmt: skip
