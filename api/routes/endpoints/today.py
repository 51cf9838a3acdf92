"""Today, searching and asking, the page to try the API, and what the machines of a hall ask for."""

from __future__ import annotations

from api.documents.links import BASE
from api.documents.live import Hour, Live
from api.openapi import docs_page
from api.openapi.endpoint import Endpoint
from api.parsing.parameters import HOURS, LANG, SHOWN_DAY, only
from api.routes import data, metrics, service
from api.routes.answering import answer_to
from api.routes.endpoints.tags import SERVICE, formats
from api.search import answer as of_search
from api.search import ask_answer as of_questions
from data.definitions import Text
from data.questions import Live as QuestionOfDay

ENDPOINTS = (
    Endpoint(
        "live", f"{BASE}/live", SERVICE,
        Text("大屏数字：今日与常日", "The wall's numbers: today against a usual day"),
        answer_to(lambda call: QuestionOfDay(call.given["day"]), cache="no-cache"), Live,
        takes=only(LANG, SHOWN_DAY),
    ),
    Endpoint(
        "live_hours", f"{BASE}/live/hours", SERVICE,
        Text("一天逐时的办件量与常日", "A day's cases by hour against a usual day"),
        data.hours, list[Hour], listed=True, takes=HOURS, formats=formats("hours"),
    ),
    Endpoint(
        "status", f"{BASE}/status", SERVICE,
        Text("各数据集更新时效与接入状态", "How fresh each dataset is; heartbeat of intake"),
        service.status, service.Status,
    ),
    Endpoint(
        "search", of_search.AT, SERVICE,
        Text("按名称查找指标、数据集、事项和部门", "Find indicators, datasets, items and departments by name"),
        of_search.search, list[of_search.SearchMatch], takes=of_search.TAKES, listed=True, typed=True,
    ),
    Endpoint(
        "ask", of_questions.AT, SERVICE,
        Text("用一句话提问，由知识库作答", "Ask a question, answered from the knowledge base"),
        of_questions.ask, of_questions.AskReply, takes=of_questions.TAKES, typed=True,
    ),
    Endpoint(
        "docs", docs_page.AT, SERVICE, Text("试用本接口的页面", "A page to try the API"),
        docs_page.page, media="text/html",
    ),
    Endpoint(
        "healthz", "/healthz", SERVICE, Text("存活检查", "The process is alive"),
        service.alive, takes=only(), media="text/plain", probe=True,
    ),
    Endpoint(
        "readyz", "/readyz", SERVICE, Text("就绪检查", "The store can be read"),
        service.ready, takes=only(), media="text/plain", probe=True,
    ),
    Endpoint(
        "metrics", "/metrics", SERVICE,
        Text("运行指标（Prometheus），仅限本机或凭令牌", "Metrics for Prometheus, to this machine or with a token"),
        metrics.metrics, takes=only(), media=metrics.MEDIA, probe=True, guarded=True,
    ),
)  # fmt: skip
