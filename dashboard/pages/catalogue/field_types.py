"""What the types of fields are called."""

from data.definitions import Text

# Of fields, as the catalogue has them.
TYPES = {
    "text": Text("文本", "text"),
    "code": Text("代码", "code"),
    "integer": Text("整数", "integer"),
    "number": Text("数", "number"),
    "date": Text("日期", "date"),
    "month": Text("月份", "month"),
    "instant": Text("时刻", "instant"),
    "boolean": Text("是/否", "true/false"),
}
