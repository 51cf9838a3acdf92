"""市区联动审批: reviews that the city and a district began side by side, and the days each took."""

from __future__ import annotations

from data.catalog.enterprise.common import FIRST, LEAST, RECORDED, day, number
from data.definitions import Dataset, Dimension, Field, Indicator, Text, Threshold, codes
from data.derive.enterprise import derive_linked_reviews
from data.measures import Count, Quantile, Share, Sum

RULES = Text(
    "本厅市区联动审批办法（待大厅确认）；同步以相隔不超过1个工作日开始为准，为本站口径",
    "the hall's rules on linked reviews (to be confirmed); side by side means begun within one working "
    "day of each other, which is this site's own rule",
)
AREAS = codes(district=("市辖区", "districts of the city"), county=("县（市）", "counties"))
WORKING_DAYS = Text("工作日", "working days")


def _days(id: str, zh: str, en: str) -> Field:
    return Field(id, "integer", Text(zh, en), computed=True, unit=WORKING_DAYS)


DATASETS = (
    Dataset(
        id="linked-reviews",
        title=Text("市区联动审批", "Linked reviews of city and district"),
        description=Text(
            "市级部门与县（市、区）同步审查的项目。只公布按年汇总的数量，只分市辖区和县（市）。",
            "Projects reviewed by city and district side by side. Numbers by year, districts and counties "
            "each together.",
        ),
        key=("review_no",),
        counted=Text("件", "reviews"),
        fields=(
            number("review_no", "联动编号", "Review number"),
            Field("city_department", "text", Text("市级部门", "Department of the city"), refers="departments", published=False, header="部门编码", label="部门名称"),
            Field("district", "text", Text("县（市、区）", "District"), refers="districts", required=True, published=False, header="行政区划代码", label="行政区划名称"),
            Field("area", "code", Text("区域", "Area"), codes=AREAS, computed=True, always=True),
            day("city_started_on", "市级开始日期", "City began on", required=True),
            day("city_done_on", "市级完成日期", "City done on"),
            day("district_started_on", "区级开始日期", "District began on", required=True),
            day("district_done_on", "区级完成日期", "District done on"),
            day("due_on", "承诺日期", "Due on", scheduled=True, indexed=True),
            day("completed_on", "办结日期", "Completed on", indexed=True),
            Field("trips_saved", "integer", Text("少跑次数", "Trips saved"), unit=Text("次", "trips"), minimum=0, header="少跑次数"),
            _days("start_gap_days", "开始相隔", "Apart at the start"),
            _days("city_days", "市级用时", "Days of the city"),
            _days("district_days", "区级用时", "Days of the district"),
            _days("overlap_days", "同时办理", "Days side by side"),
            _days("used_days", "总用时", "Days together"),
            RECORDED,
        ),
        dimensions=(Dimension("area", Text("区域", "Area")),),
        indicators=(
            Indicator(
                "linked-reviews",
                Text("联动审批办结", "Linked reviews completed"),
                Text("期内办结的市区联动审批数", "linked reviews completed in the period"),
                Count(), dated="completed_on", dimensions=("area",), reference=RULES, versions=FIRST,
            ),
            Indicator(
                "simultaneous-rate",
                Text("同步审查率", "Begun side by side"),
                Text(
                    "市、区相隔不超过1个工作日开始的 ÷ 期内办结的联动审批",
                    "begun by city and district within one working day of each other ÷ linked reviews "
                    "completed in the period",
                ),
                Share(of=lambda r: r.start_gap_days <= 1),
                "fraction", "completed_on", favourable="high", reference=RULES, versions=FIRST,
            ),
            Indicator(
                "linked-on-time",
                Text("联动审批按期率", "Linked reviews on time"),
                Text("按期办结的 ÷ 期内承诺日期届满的联动审批", "completed no later than promised ÷ linked reviews that fell due in the period"),
                Share(of=lambda r: r.completed_on <= r.due_on),
                "fraction", "due_on", settled=True, favourable="high", reference=RULES, versions=FIRST,
            ),
            Indicator(
                id="linked-days-median",
                title=Text("联动审批总用时中位数", "Median days of linked reviews"),
                formula=Text(
                    "期内办结的联动审批总用时的工作日的中位数",
                    "median of the working days from the first beginning to the end, of linked reviews completed in the period",
                ),
                measure=Quantile("used_days", 0.5),
                unit="days",
                dated="completed_on",
                dimensions=("area",),
                favourable="low",
                reference=RULES,
                versions=FIRST,
            ),
            Indicator(
                id="linked-city-days",
                title=Text("市级用时中位数", "Median days of the city"),
                formula=Text(
                    "期内办结的联动审批市级用时的工作日的中位数",
                    "median of the working days of the city, of linked reviews completed in the period",
                ),
                measure=Quantile("city_days", 0.5),
                unit="days",
                dated="completed_on",
                dimensions=("area",),
                favourable="low",
                reference=RULES,
                versions=FIRST,
            ),
            Indicator(
                id="linked-district-days",
                title=Text("区级用时中位数", "Median days of the district"),
                formula=Text(
                    "期内办结的联动审批区级用时的工作日的中位数",
                    "median of the working days of the district, of linked reviews completed in the period",
                ),
                measure=Quantile("district_days", 0.5),
                unit="days",
                dated="completed_on",
                dimensions=("area",),
                favourable="low",
                reference=RULES,
                versions=FIRST,
            ),
            Indicator(
                id="linked-overlap-days",
                title=Text("同时办理时间中位数", "Median days side by side"),
                formula=Text(
                    "期内办结的联动审批同时办理的工作日的中位数",
                    "median of the working days in which both were at work, of linked reviews completed in the period",
                ),
                measure=Quantile("overlap_days", 0.5),
                unit="days",
                dated="completed_on",
                dimensions=("area",),
                reference=RULES,
                versions=FIRST,
            ),
            Indicator(
                "linked-trips-saved",
                Text("少跑次数", "Trips saved"),
                Text("期内办结的联动审批少跑的次数", "trips saved by linked reviews completed in the period"),
                Sum(lambda r: r.trips_saved),
                "count", "completed_on", counted=Text("次", "trips"), favourable="high", reference=RULES, versions=FIRST,
            ),
        ),
        newest=("completed_on",),
        derive=derive_linked_reviews,
        settings=("calendar",),
        waits=lambda r, first, last: (
            ((r.city_started_on <= last) | (r.district_started_on <= last))
            & (r.completed_on.is_(None) | (r.completed_on >= first))
        ),
        ordered=(("city_started_on", "city_done_on"), ("district_started_on", "district_done_on")),
        control=Threshold(LEAST, "year", ("area",)),
        records=False,
        subject="enterprise",
    ),
)  # fmt: skip
