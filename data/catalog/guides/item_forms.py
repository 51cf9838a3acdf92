"""格式文本、示范文本: the forms of items and filled samples of them, to read and to download."""

from __future__ import annotations

from data.catalog.guides.item_indicators import LICENSING
from data.catalog.reform.common import FIRST, RECORDED
from data.definitions import WHEN_IT_CHANGES, Dataset, Dimension, Field, Indicator, Text, codes
from data.measures import in_force

KINDS = codes(
    form=("格式文本", "form"),
    sample=("示范文本", "filled sample"),
    guide=("办事指南", "guide"),
)
LANGUAGES = codes(zh=("中文", "Chinese"), en=("英文", "English"), both=("中英文", "both"))
_LIST = (
    Field("form_no", "text", Text("文本编号", "Form number"), required=True, header="文本编号"),
    Field(
        "valid_from",
        "date",
        Text("版本日期", "Version of"),
        required=True,
        scheduled=True,
        header="版本日期",
    ),
    Field(
        "valid_until",
        "date",
        Text("停用日期", "In use until"),
        scheduled=True,
        note=Text("当日仍可使用；空为现行版本", "inclusive; empty: the version in use"),
        header="停用日期",
    ),
    Field(
        "item",
        "text",
        Text("事项", "Item"),
        refers="items",
        required=True,
        indexed=True,
        header="事项编码",
        label="事项名称",
    ),
    Field("kind", "code", Text("文本类别", "Kind"), codes=KINDS, required=True, header="文本类别"),
)
_FILE = (
    Field(
        "title_zh",
        "text",
        Text("文本名称（中文）", "Title (Chinese)"),
        required=True,
        header="文本名称",
    ),
    Field("title_en", "text", Text("文本名称（英文）", "Title (English)"), header="文本英文名称"),
    Field(
        "file",
        "text",
        Text("文件名", "File"),
        note=Text("空为只有纸质文本", "empty: on paper only"),
        header="文件名",
    ),
    Field(
        "sha256",
        "text",
        Text("SHA-256校验值", "SHA-256"),
        note=Text("文件内容的校验值", "of the file's content"),
        header="SHA-256",
    ),
    Field("language", "code", Text("文种", "Language"), codes=LANGUAGES, header="文种"),
    Field("pages", "integer", Text("页数", "Pages"), minimum=1, maximum=200, header="页数"),
)

FORMS = Dataset(
    id="item-forms",
    title=Text("格式文本与示范文本", "Forms and filled samples"),
    description=Text(
        "事项的申请书格式文本和填写好的示范文本，含文件名和校验值。示范文本中的人和单位均为虚构。",
        "The forms of items and filled samples of them, with file and hash. The persons and "
        "organisations in the samples are invented.",
    ),
    key=("form_no", "valid_from"),
    counted=Text("份", "forms"),
    fields=(*_LIST, *_FILE, RECORDED),
    dimensions=(Dimension("kind", Text("文本类别", "Kind")),),
    indicators=(
        Indicator(
            id="forms-in-force",
            title=Text("现行文本", "Forms and samples in use"),
            formula=Text(
                "期末现行有效的格式文本、示范文本、办事指南",
                "forms, filled samples and guides in use at the end of the period",
            ),
            measure=in_force("valid_from", "valid_until"),
            dimensions=("kind",),
            reference=LICENSING,
            versions=FIRST,
        ),
    ),
    newest=("valid_from",),
    cadence=WHEN_IT_CHANGES,
    subject="service",
    ordered=(("valid_from", "valid_until"),),
    valid=("valid_from", "valid_until"),
)
DATASETS = (FORMS,)
