"""Errors as RFC 9457 problems: JSON, never HTML, never a traceback, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Annotated, TypedDict

import orjson
from flask import Response, current_app, request
from sqlalchemy.exc import DatabaseError

from api.answer import answers
from api.documents.json_types import Keywords, Link
from api.http.cors import METHODS
from data.definitions import Text, shortened
from data.questions import TooCostly, TooLarge, Unanswerable, Unknown, Withheld

MEDIA_TYPE = "application/problem+json"
# When to ask again while the store cannot be read; it is found again well before.
RETRY_SECONDS = 10

TITLES = {
    400: Text("请求参数有误", "A parameter is wrong"),
    403: Text("不公布", "Not published"),
    404: Text("接口地址不存在", "There is nothing at this address"),
    405: Text("仅支持只读请求", "Read only"),
    414: Text("地址过长", "The address is too long"),
    422: Text("查询范围过大", "The question costs too much"),
    429: Text("访问过于频繁", "Too many requests"),
    500: Text("服务器内部错误", "The server failed"),
    503: Text("数据暂时无法读取", "The store cannot be read just now"),
}
# What there is none of, by the name that the error gives it.
KINDS = {
    "address": Text("地址", "address"),
    "dataset": Text("数据集", "dataset"),
    "format": Text("格式", "format"),
    "indicator": Text("指标", "indicator"),
    "file": Text("快照文件", "file of the snapshot"),
    "snapshot": Text("快照", "snapshot"),
    "live view": Text("实时视图", "live view"),
}
UNKNOWN = Text("未知参数", "unknown parameter")
_ABSENT = Text("不存在", "unknown")
_READ_ONLY = Text("此处只接受 GET、HEAD 和 OPTIONS", "only GET, HEAD and OPTIONS are answered here")
_FAILED = Text(
    "服务器在处理时出错，已记入日志；请稍后再试",
    "the server failed while answering; this was logged, try again later",
)
_BUSY_TITLE = Text("服务繁忙", "Busy")
_BUSY = Text(
    "此类下载或查询同时进行的已达上限，请稍后再试",
    "as many such files or questions are being answered as can be at once; try again soon",
)
# When to ask again where all places for expensive work are taken, or the data moved on meanwhile.
BUSY_SECONDS = 10
_RENEWED_TITLE = Text("数据正在更新", "The data is being renewed")
_RENEWED = Text(
    "读取期间数据已更新，请稍后再试",
    "the data was renewed while this was being read; try again soon",
)
_UNREADABLE = Text(
    "数据暂时无法读取，请稍候再试", "the store cannot be read just now; try again in a moment"
)


class FaultDocument(TypedDict):
    parameter: str
    message: str
    allowed: list[str]


class ProblemDocument(TypedDict):
    """RFC 9457, with the parameters at fault as `errors`."""

    type: Link
    title: str
    status: Annotated[int, Keywords(minimum=400, maximum=599)]
    detail: str
    errors: list[FaultDocument]


@dataclass(frozen=True)
class Fault:
    """What is wrong with one parameter, and what would do."""

    parameter: str
    message: Text
    allowed: tuple[str, ...] = ()


class Problem(Exception):  # noqa: N818 - says what is the case
    """An answer that is an error; `errors` name the parameters at fault.

    `title`: where it is not that of the status. `retry_after`: in how many seconds to ask again.
    """

    def __init__(
        self,
        status: int,
        detail: Text,
        errors: Iterable[Fault] = (),
        title: Text | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(detail.en)
        self.status, self.detail, self.errors = status, detail, tuple(errors)
        general = 400 if status < 500 else 500
        self.title = title or TITLES.get(status, TITLES[general])
        self.retry_after = retry_after


def bad_parameter(parameter: str, message: Text, allowed: tuple[str, ...] = ()) -> Problem:
    """400 for one parameter: what is wrong with it, and what would do."""
    detail = Text(f"{parameter}：{message.zh}", f"{parameter}: {message.en}")
    return Problem(400, detail, [Fault(parameter, message, tuple(allowed))])


def not_allowed(value: str) -> Text:
    return Text(
        f"“{shortened(value)}”不在可用的值之中",
        f"{shortened(value)!r} is not among the values allowed",
    )


def refused(error: Unanswerable) -> Problem:
    """A question that the data cannot answer: 404 if it is about nothing, 403 if about single rows
    of which only numbers leave, else 400.
    """
    if isinstance(error, Withheld):
        return Problem(403, error.message, [Fault("withheld", error.message)])
    if isinstance(error, Unknown):
        return Problem(404, error.message, [Fault(error.parameter, error.message, error.allowed)])
    return bad_parameter(error.parameter, error.message, error.allowed)


def not_found(kind: str, id: str, known: list[str]) -> Problem:
    """404 naming the near ids."""
    short = shortened(id)
    near = _near(short, tuple(known))
    zh, en = f"没有“{short}”这个{KINDS[kind].zh}", f"there is no {KINDS[kind].en} {short!r}"
    if near:
        zh, en = f"{zh}；相近的有 {'、'.join(near)}", f"{en}; near: {', '.join(near)}"
    return Problem(404, Text(zh, en), [Fault(kind, _ABSENT, tuple(near or known))])


# A program with an old address asks for it again and again, and some hundred comparisons take 10 ms.
@lru_cache(maxsize=1_000)
def _near(text: str, known: tuple[str, ...]) -> list[str]:
    return get_close_matches(text, known, n=3, cutoff=0.4)


def without_version(base: str) -> Problem:
    """404 for an address above those of the API."""
    detail = Text(
        f"地址中须写明版本：接口从 {base} 开始",
        f"the address lacks its version: the API begins at {base}",
    )
    return Problem(404, detail, [Fault("address", _ABSENT, (base,))])


def read_only() -> Problem:
    return Problem(405, _READ_ONLY)


def too_long(most: int) -> Problem:
    """414: the address has more characters than are read."""
    detail = Text(f"地址过长，至多{most}个字符", f"the address has more than {most} characters")
    return Problem(414, detail)


def failed() -> Problem:
    return Problem(500, _FAILED)


def unreadable() -> Problem:
    return Problem(503, _UNREADABLE, retry_after=RETRY_SECONDS)


def note_unreadable(error: Exception) -> None:
    """Log what nobody has said yet; with a damaged store the process is not ready."""
    if isinstance(error, DatabaseError):
        current_app.logger.error("the store cannot be read: %s", error.orig)
    if type(error) is DatabaseError:
        answers.damaged(error)


def busy() -> Problem:
    """503: all places for such work are taken."""
    return Problem(503, _BUSY, title=_BUSY_TITLE, retry_after=BUSY_SECONDS)


def overtaken() -> Problem:
    """503: what was being read is of a state of the store that is no more to be had."""
    return Problem(503, _RENEWED, title=_RENEWED_TITLE, retry_after=BUSY_SECONDS)


def too_many(amount: int, seconds: int) -> Problem:
    """429: so many requests are allowed in so many seconds."""
    detail = Text(
        f"同一地址每{seconds}秒至多{amount}次请求；请按 Retry-After 所示的秒数等候",
        f"more than {amount} requests in {seconds} s from one address; wait as Retry-After says",
    )
    return Problem(429, detail)


def too_costly(path: str, error: TooCostly) -> Problem:
    """422 that says how to ask for less."""
    if isinstance(error, TooLarge):
        detail = Text(
            f"共有{error.cells}个数值，一次至多{error.most}个；请缩短时间（from、to）、改用更粗的"
            "粒度（grain）、减少维度（by）或限定编码；文件（.csv）可更大",
            f"this would be {error.cells} values, of at most {error.most} at a time; ask for a shorter "
            "time (from, to), a coarser grain, fewer dimensions (by) or certain codes; a file (.csv) "
            "may have more",
        )
        return Problem(422, detail)
    if path.rpartition("/")[2].startswith("values"):
        detail = Text(
            "计算耗时过长；请缩短时间（from、to）、改用更粗的粒度，或减少维度（by）",
            "this would take too long to compute; ask for a shorter time (from, to), "
            "a coarser grain, or fewer dimensions (by)",
        )
        return Problem(422, detail)
    detail = Text(
        "查找耗时过长；请缩短时间或减少编码，按已筛选的字段排序，或不写 count；文件（.csv）不受此限",
        "this would take too long to look up; ask for a shorter time or fewer codes, sort by a "
        "field that you filter by, or leave out count; a file (.csv) is not limited",
    )
    return Problem(422, detail)


def respond(problem: Problem, lang: str | None = None) -> Response:
    """The problem as a response, in `lang` or, without it, as the request's `lang` says if valid."""
    if lang is None:
        lang = "en" if request.args.get("lang") == "en" else "zh"
    document: ProblemDocument = {
        "type": "about:blank",
        "title": problem.title[lang],
        "status": problem.status,
        "detail": problem.detail[lang],
        "errors": [
            {"parameter": e.parameter, "message": e.message[lang], "allowed": list(e.allowed)}
            for e in problem.errors
        ],
    }
    response = Response(orjson.dumps(document), problem.status, mimetype=MEDIA_TYPE)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["X-Content-Type-Options"] = "nosniff"
    if problem.retry_after is not None:
        response.headers["Retry-After"] = str(problem.retry_after)
    if problem.status == 405:
        response.headers["Allow"] = METHODS
    return response
