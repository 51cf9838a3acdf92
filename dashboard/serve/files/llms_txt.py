"""`/llms.txt` and `/en/llms.txt`: what programs that read text find here (llmstxt.org).

A title, a sentence, what holds of every number, then lists of links. All of it is of the catalogue and
the site map: what is added there stands here too. It needs no store.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flask import Blueprint, Response, request

from api.documents import links, public_address
from api.openapi.endpoint import Operation, operations
from api.problems import UNKNOWN, bad_parameter
from api.problems import respond as respond_problem
from api.routes.endpoints import ENDPOINTS
from dashboard.asking import address
from dashboard.asking.address import LANGS, Place
from dashboard.serve.ready import ready
from dashboard.site_map import PAGES
from dashboard.words import Lang
from data.catalog import PUBLISHED, PUBLISHED_INDICATORS
from data.definitions import Text
from data.hall import hall

NAME = "llms.txt"
MEDIA = "text/plain; charset=utf-8"

_ABOUT = Text(
    "政务服务大厅的公开数据：办件、好差评、依申请公开等。只读，无需密钥；每个数都附口径、样本数和核验页，可由公布的记录重算。",
    "Open data of a government service hall: cases, ratings, disclosure requests and more. Read-only, no key; "
    "every number has its definition, its N and a page to verify it, and can be recomputed from published rows.",
)
_RULES = (
    Text(
        "比率是0–1的小数，附分子和分母：引用时写明样本数，合并时加总分子和分母，不要平均比率。",
        "A rate is a fraction 0–1 with numerator and denominator: give N with it, and add those up, never the rates.",
    ),
    Text(
        "没有数据是 null 并附 reason，不是0；`sample` 为 `few` 的样本不足，不要写成比率。",
        "No data is null with a `reason`, never 0; where `sample` is `few` there are too few for a rate.",
    ),
    Text(
        "95%区间（`low`、`high`）重叠的分不出高低；`partial` 为 true 的时期尚未结束或不完整。",
        "Those whose 95% intervals (`low`, `high`) overlap have no order; a period with `partial` true is cut or running.",
    ),
    Text(
        "引用时注明 `meta.data_version`（数据版本）和核验页的网址。",
        "Cite a number with `meta.data_version` and the address of its verification page.",
    ),
    Text(
        "不能回答的请求返回 problem+json（RFC 9457），写明哪个参数有误、可以怎样写；遇429、503请按 Retry-After 重试。",
        "What cannot be answered is an RFC 9457 problem that names the parameter and what would do; after 429 and 503 wait for Retry-After.",
    ),
)
_API = Text("接口", "API")
_PAGES = Text("页面", "Pages")
_DATASETS = Text("数据集", "Datasets")
# By the format's own rule a section of this name may be skipped where room is short.
_OPTIONAL = "Optional"


def text(lang: Lang) -> str:
    """The file in one language, with the public address before each path."""
    title = Text(f"{hall().name.zh}开放数据", f"Open data of {hall().name.en}")
    parts = [f"# {title[lang]}", f"> {_ABOUT[lang]}"]
    parts.append("\n".join(f"- {rule[lang]}" for rule in _RULES))
    for name, lines in (
        (_API[lang], _endpoints(lang)),
        (_PAGES[lang], _pages(lang)),
        (_DATASETS[lang], _datasets(lang)),
        (_OPTIONAL, _indicators(lang)),
    ):
        parts.append(f"## {name}\n\n" + "\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _link(title: str, path: str, says: str = "") -> str:
    known = f"- [{title}]({public_address.address()}{path})"
    return f"{known}: {' '.join(says.split())}" if says else known


def _endpoints(lang: Lang) -> Iterator[str]:
    """Each address once, with an example that gets an answer; files are said by the description."""
    for operation in _once(operations(ENDPOINTS)):
        example = operation.example
        if "lang" in operation.parameters.names:
            example += f"{'        yield _link(name, operation.example, operation.endpoint.gives[lang])' if '?' in example else '?'}lang={lang}"
        yield _link(operation.endpoint.path, example, operation.endpoint.gives[lang])


def _once(each: Iterable[Operation]) -> Iterator[Operation]:
    """Of every endpoint that is for anybody the first operation, which is without a suffix."""
    seen: set[str] = set()
    for operation in each:
        endpoint = operation.endpoint
        if endpoint.id not in seen and not endpoint.probe:
            seen.add(endpoint.id)
            yield operation


def _pages(lang: Lang) -> Iterator[str]:
    for page in PAGES.values():
        if page.like is None:
            yield _link(page.title[lang], Place(page.path, lang).path)


def _datasets(lang: Lang) -> Iterator[str]:
    for id, dataset in PUBLISHED.items():
        at = f"{links.dataset(id)}?lang={lang}"
        yield _link(dataset.title[lang], at, dataset.description[lang])


def _indicators(lang: Lang) -> Iterator[str]:
    for id, indicator in PUBLISHED_INDICATORS.items():
        at = f"{links.indicator(id)}?lang={lang}"
        yield _link(indicator.title[lang], at, indicator.formula[lang])


def respond() -> Response:
    """The file in the language of its address; it takes no parameters."""
    lang = address.read(request.path).lang
    for name in request.args:
        return respond_problem(bad_parameter(name, UNKNOWN), lang)
    body = text(lang).encode()
    if public_address.needs_address(body):
        return ready(public_address.localized(body), MEDIA, None)
    return ready(body, MEDIA, "date")  # some examples are of the day


def register(pages: Blueprint) -> None:
    for lang in LANGS:
        pages.add_url_rule(Place(NAME, lang).path, f"llms {lang}", respond)
