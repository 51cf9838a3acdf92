"""The fields of a survey's result for one department: what was asked of whom, when, how, by whom."""

from __future__ import annotations

from data.catalog.reform.common import RECORDED
from data.definitions import Field, Text, codes

RATED = codes(hall=("本厅", "this hall"), department=("部门", "department"))
QUESTIONS = codes(
    overall=("总体满意度", "overall satisfaction"),
    speed=("办事效率", "speed"),
    attitude=("服务态度", "courtesy"),
    openness=("公开透明", "openness"),
    charges=("收费", "charges"),
    integrity=("廉洁自律", "integrity"),
)
WITHOUT_OF = codes(not_stated=("未公布", "not stated"))


def _both(id: str, zh: str, en: str) -> tuple[Field, Field]:
    """What the source words in Chinese, and in English if it does so."""
    return (
        Field(f"{id}_zh", "text", Text(f"{zh}（中文）", f"{en} (Chinese)"), header=zh),
        Field(
            f"{id}_en",
            "text",
            Text(f"{zh}（英文）", f"{en} (English)"),
            derived=True,
            note=Text("未填报的与中文相同", "where not stated: the Chinese words"),
            header=f"{zh}（英文）",
        ),
    )


FIELDS = (
    Field("survey", "text", Text("调查编号", "Survey"), required=True, header="调查编号"),
    Field(
        "department",
        "text",
        Text("被评部门", "Department rated"),
        refers="departments",
        required=True,
        indexed=True,
        header="部门编码",
        label="部门名称",
    ),
    Field(
        "question",
        "code",
        Text("问题类别", "Question"),
        codes=QUESTIONS,
        required=True,
        header="问题类别",
    ),
    Field(
        "rated",
        "code",
        Text("被评对象", "What was rated"),
        codes=RATED,
        derived=True,
        note=Text(
            "本厅：被评的是政务服务中心；未填报的为部门",
            "this hall: the service centre itself was rated; where not stated, a department",
        ),
        header="被评对象",
    ),
    *_both("conducted_by", "调查单位", "Conducted by"),
    *_both("population", "调查对象", "Who was asked"),
    *_both("method", "调查方法", "Method"),
    *_both("wording", "问题原文", "Question as worded"),
    *_both("scale", "评价等级", "Scale"),
    Field(
        "from_on", "date", Text("调查开始日期", "Asked from"), required=True, header="调查开始日期"
    ),
    Field(
        "to_on",
        "date",
        Text("调查结束日期", "Asked until"),
        required=True,
        indexed=True,
        header="调查结束日期",
    ),
    Field("published_on", "date", Text("公布日期", "Published on"), header="公布日期"),
    Field(
        "sample_n",
        "integer",
        Text("样本数", "Sample"),
        minimum=0,
        unit=Text("人", "people"),
        note=Text("发出问卷或抽取的人数", "people who were sent a questionnaire or drawn"),
        header="样本数",
    ),
    Field(
        "responses",
        "integer",
        Text("有效答卷", "Valid answers"),
        required=True,
        minimum=0,
        unit=Text("份", "answers"),
        note=Text("评价该部门的有效答卷", "valid answers about this department"),
        header="有效答卷数",
    ),
    Field(
        "satisfied",
        "integer",
        Text("满意答卷", "Satisfied"),
        minimum=0,
        derived=True,
        unit=Text("份", "answers"),
        note=Text(
            "调查单位未给出满意答卷数的，由满意率乘以有效答卷数四舍五入得出",
            "where only a share is stated: share × valid answers, rounded half up",
        ),
        header="满意答卷数",
    ),
    Field(
        "share_satisfied",
        "number",
        Text("公布的满意率", "Share satisfied, as published"),
        minimum=0,
        maximum=1,
        note=Text(
            "0至1；调查单位公布的数，不由本厅计算", "0–1; as its source gives it, not computed here"
        ),
        header="满意率",
    ),
    Field(
        "mean",
        "number",
        Text("公布的平均分", "Mean, as published"),
        minimum=0,
        note=Text("按该调查的评价等级计", "on the survey's own scale"),
        header="平均分",
    ),
    Field(
        "rank",
        "integer",
        Text("公布的名次", "Rank, as published"),
        minimum=1,
        note=Text(
            "调查单位公布的名次，不相加、不平均",
            "as its source gives it; never added up or averaged",
        ),
        header="名次",
    ),
    Field(
        "of",
        "integer",
        Text("参评部门数", "Ranked among"),
        minimum=1,
        blanks="of_reason",
        unit=Text("个", "departments"),
        note=Text(
            "空为未公布：参评部门多于进驻本厅的部门，不能由本表推出",
            "empty: not stated; more were rated than work in this hall, so it cannot be had from this table",
        ),
        header="参评部门数",
    ),
    Field(
        "of_reason",
        "code",
        Text("参评部门数空缺原因", "Why the number ranked is missing"),
        codes=WITHOUT_OF,
        derived=True,
        header="参评部门数空缺原因",
        words={"未说明": "not_stated", "未公布": "not_stated"},
    ),
    Field(
        "ties",
        "integer",
        Text("并列部门数", "Others in the same place"),
        minimum=0,
        unit=Text("个", "departments"),
        header="并列部门数",
    ),
    Field(
        "file_sha256",
        "text",
        Text("来源文件校验值", "Source file's SHA-256"),
        note=Text("调查单位公布文件的SHA-256", "of the file that its source published"),
        header="来源文件SHA-256",
    ),
    RECORDED,
)
