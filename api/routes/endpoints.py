"""All endpoints of the API. To add one, declare it here: nothing else needs to change."""

from __future__ import annotations

from api.descriptors import Citation, atom
from api.documents import links
from api.documents.definitions import DatasetDocument, DatasetSchema, IndicatorDocument
from api.documents.disclosure import addresses
from api.documents.disclosure.annual_report import AnnualReportDocument, AnnualReportEntry
from api.documents.disclosure.deadline import DeadlineDocument
from api.documents.disclosure.strips import Strips
from api.documents.dispatch import Facet
from api.documents.links import BASE
from api.documents.live import Hour, Live
from api.documents.proof.audit import SampleDocument
from api.documents.proof.checks import CheckDocument
from api.documents.proof.claims import ClaimDocument
from api.documents.proof.verification import VerificationDocument
from api.documents.published.snapshots import RevisionDocument, SnapshotDocument, VintageDocument
from api.documents.values import Grid, Value
from api.formats import Kind, suffixes_for
from api.openapi import docs_page
from api.openapi.document import Document, document
from api.openapi.endpoint import JSON, MEDIA, Call, Endpoint, operations
from api.openapi.schemas import RecordsOf
from api.parsing import audit as of_audit
from api.parsing import datasets as of_datasets
from api.parsing import disclosure as of_disclosure
from api.parsing import indicators as of_indicators
from api.parsing import snapshots as of_snapshots
from api.parsing.indicators import PARTS
from api.parsing.parameters import FILE, HOURS, LANG, LIST, SHOWN_DAY, only
from api.routes import audit, data, descriptions, disclosure, metrics, service, snapshots
from api.routes.answering import answer_to, description_of, document_of, json_of
from api.routes.descriptions import BIBTEX, LD
from api.routes.path_parameters import DATASET, INDICATOR, YEAR
from api.search import answer as of_search
from api.search import ask_answer as of_questions
from data.answers.records.behind_values import dataset_of_proof
from data.catalog import PUBLISHED, PUBLISHED_INDICATORS, WITH_RECORDS
from data.definitions import Text
from data.hall import hall
from data.questions import Live as QuestionOfDay

SERVICE, INDICATORS, DISCLOSURE, CATALOGUE = "service", "indicators", "disclosure", "catalogue"
TAGS = {
    SERVICE: Text("服务与实时", "the service and today"),
    INDICATORS: Text(
        "指标：口径、数值与对应的记录", "indicators: definitions, values, the records behind"
    ),
    DISCLOSURE: Text(
        "依申请公开：期限与年报", "disclosure requests: the clock and the annual report"
    ),
    CATALOGUE: Text("数据目录、说明与订阅", "catalogue, descriptions and feeds"),
}
TITLES = {id: dataset.title for id, dataset in WITH_RECORDS.items()}
COUNTABLE = {id: title for id, title in TITLES.items() if of_datasets.countable(id)}
OBJECT = {"type": "object"}
AT = addresses.DISCLOSURE


def formats(kind: Kind) -> tuple[str, ...]:
    """The suffixes of a kind of list."""
    return ("json", *suffixes_for(kind))


def _behind() -> RecordsOf:
    """The records that values are made of."""
    ids = {dataset_of_proof(id, part).id for id in PUBLISHED_INDICATORS for part in PARTS}
    return RecordsOf(tuple(dataset for id, dataset in WITH_RECORDS.items() if id in ids))


def _openapi(call: Call) -> Document:
    used = {one.tag for one in ENDPOINTS}
    tags = {tag: text for tag, text in TAGS.items() if tag in used}
    return document(ENDPOINTS, tags | TITLES, call.lang)


def _service(call: Call) -> service.Service:
    return service.description(operations(ENDPOINTS), call.lang)


_EVERY = (
    # --- the service and today --------------------------------------------------------------------
    Endpoint(
        "service", BASE, SERVICE, Text("服务说明", "Service description"),
        document_of(_service), service.Service,
    ),
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
        "openapi", f"{BASE}/openapi.json", SERVICE, Text("本接口的机器可读描述", "This description of the API"),
        description_of(JSON, json_of(_openapi)), OBJECT, envelope=False,
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
    # --- indicators -------------------------------------------------------------------------------
    Endpoint(
        "indicators", f"{BASE}/indicators", INDICATORS,
        Text("全部指标的口径", "The definitions of all indicators"),
        data.catalogue("indicators", data.indicators), list[IndicatorDocument],
        takes=LIST, formats=formats("indicators"),
    ),
    Endpoint(
        "indicator", f"{BASE}/indicators/{{id}}", INDICATORS, Text("一项指标的口径", "The definition of an indicator"),
        document_of(data.indicator), IndicatorDocument, inside=INDICATOR,
    ),
    Endpoint(
        "values", f"{BASE}/indicators/{{id}}/values", INDICATORS,
        Text("指标的数值", "The values of an indicator"),
        data.values, list[Value] | Grid, listed=True,
        inside=INDICATOR, takes=of_indicators.values_parameters, formats=formats("values"), refuses=(422,),
    ),
    Endpoint(
        "rows", f"{BASE}/indicators/{{id}}/rows", INDICATORS,
        Text("数值对应的明细记录", "The records behind a value"),
        data.rows, _behind(),
        inside=INDICATOR, takes=of_indicators.proof_parameters, formats=formats("rows"), refuses=(403, 422),
    ),
    Endpoint(
        "proof", f"{BASE}/indicators/{{id}}/proof", INDICATORS,
        Text("一个数的核验：重算方法与记录", "One number's proof: how it is recomputed, and from which rows"),
        data.proof, VerificationDocument,
        inside=INDICATOR, takes=of_indicators.verification_parameters, formats=("json", "xlsx"), refuses=(403, 422),
    ),
    Endpoint(
        "checks", links.checks(), INDICATORS, Text("公开核对：勾稽关系和数据质量", "Checks in public: identities, and the quality of the records"),
        data.checks, list[CheckDocument], listed=True,
    ),
    Endpoint(
        "claims", f"{BASE}/claims", INDICATORS,
        Text("公开报道数字与重算结果", "Reported figures, and what the records give"),
        data.claims, list[ClaimDocument], listed=True, takes=LIST, formats=formats("claims"),
    ),
    Endpoint(
        "audit_sample", f"{BASE}/audit/sample", INDICATORS,
        Text("审计抽样：同一种子，谁抽都一样", "An audit sample: the same for everyone with the seed"),
        audit.sample, SampleDocument, takes=of_audit.parameters, formats=("json", "csv", "xlsx"), refuses=(422,),
    ),
    # --- disclosure requests ----------------------------------------------------------------------
    Endpoint(
        "disclosure_open", f"{AT}/open", DISCLOSURE,
        Text("在办申请的期限条", "Open requests as strips of working days"),
        disclosure.open_requests, Strips, listed=True, takes=of_disclosure.OPEN, refuses=(404,),
    ),
    Endpoint(
        "disclosure_deadline", f"{AT}/deadline", DISCLOSURE,
        Text("期限计算：逐日说明", "The deadline explained day by day"),
        disclosure.deadline, DeadlineDocument, takes=of_disclosure.DEADLINE, refuses=(404,),
    ),
    Endpoint(
        "annual_reports", f"{AT}/annual-report", DISCLOSURE,
        Text("可出具年报的年度", "The years that can be reported"),
        document_of(disclosure.reports), list[AnnualReportEntry],
    ),
    Endpoint(
        "annual_report", f"{AT}/annual-report/{{year}}", DISCLOSURE,
        Text("政府信息公开年报", "The annual disclosure report"),
        disclosure.report, AnnualReportDocument,
        inside=YEAR, takes=of_disclosure.report_parameters, formats=("json", "xlsx", "csv"),
    ),
    Endpoint(
        "overdue_feed", disclosure.FEED, DISCLOSURE,
        Text("逾期未答复申请订阅（Atom）", "Feed of overdue requests, Atom"),
        disclosure.overdue_feed, media=atom.MEDIA_TYPE,
    ),
    # --- datasets ---------------------------------------------------------------------------------
    Endpoint(
        "records", f"{BASE}/datasets/{{id}}/records", "", Text("记录", "records"),
        data.records, lambda id: RecordsOf((PUBLISHED[id],)), each=TITLES,
        inside=DATASET, takes=of_datasets.records_parameters, formats=formats("records"), refuses=(422,),
    ),
    Endpoint(
        "facets", f"{BASE}/datasets/{{id}}/facets", "",
        Text("按字段计数", "counts per value of a field"),
        data.facets, lambda id: list[Facet], each=COUNTABLE,
        inside=DATASET, takes=of_datasets.facets_parameters, formats=formats("facets"), refuses=(422,),
    ),
    # --- catalogue, descriptions and feeds --------------------------------------------------------
    Endpoint(
        "datasets", f"{BASE}/datasets", CATALOGUE,
        Text("数据目录", "The catalogue of datasets"),
        data.catalogue("datasets", data.datasets), list[DatasetDocument],
        takes=LIST, formats=formats("datasets"),
    ),
    Endpoint(
        "dataset", f"{BASE}/datasets/{{id}}", CATALOGUE,
        Text("数据集的字段与编码", "Fields and codes of a dataset"),
        document_of(data.dataset), DatasetSchema, inside=DATASET,
    ),
    Endpoint(
        "citation", f"{BASE}/datasets/{{id}}/citation", CATALOGUE,
        Text("数据集的引用格式", "How to cite a dataset"),
        descriptions.citation, Citation, inside=DATASET,
    ),
    Endpoint(
        "citation_bib", f"{BASE}/datasets/{{id}}/citation.bib", CATALOGUE,
        Text("引用格式（BibTeX）", "How to cite a dataset, in BibTeX"),
        descriptions.bibtex, inside=DATASET, media=BIBTEX,
    ),
    Endpoint(
        "schema_org", f"{BASE}/datasets/{{id}}/schema.jsonld", CATALOGUE,
        Text("schema.org 描述", "schema.org description of a dataset"),
        descriptions.schema_org, OBJECT, inside=DATASET, media=LD, envelope=False,
    ),
    Endpoint(
        "dictionary", f"{BASE}/datasets/{{id}}/dictionary.csv", CATALOGUE, Text("数据字典", "Data dictionary of a dataset"),
        descriptions.dictionary, inside=DATASET, takes=FILE, media=MEDIA["csv"],
    ),
    Endpoint(
        "dictionaries", f"{BASE}/dictionary.csv", CATALOGUE,
        Text("全部数据集的数据字典", "Data dictionary of all datasets"),
        descriptions.dictionaries, takes=FILE, media=MEDIA["csv"],
    ),
    Endpoint(
        "dcat", links.DCAT, CATALOGUE,
        Text("数据目录（DCAT 3）", "The catalogue as DCAT 3"),
        descriptions.dcat, OBJECT, takes=only(), media=LD, envelope=False,
    ),
    Endpoint(
        "datapackage", links.DATA_PACKAGE, CATALOGUE,
        Text("数据包描述（Data Package v2）", "The data as a Data Package v2"),
        descriptions.datapackage, OBJECT, envelope=False,
    ),
    Endpoint(
        "checks_feed", links.CHECKS_FEED, CATALOGUE,
        Text("未通过的核对订阅（Atom）", "Feed of checks that fail, Atom"),
        data.checks_feed, media=atom.MEDIA_TYPE,
    ),
    Endpoint(
        "snapshots", links.SNAPSHOTS, CATALOGUE,
        Text("每日快照：文件在 /api/v1/snapshots/{日期}/manifest.json 所列地址", "Snapshots, one a day; files are at /api/v1/snapshots/DATE/… as its manifest.json names them"),
        snapshots.snapshots, list[SnapshotDocument], listed=True,
    ),
    Endpoint(
        "revisions", links.REVISIONS, CATALOGUE,
        Text("已公布数值的更正", "Published values that were corrected"),
        snapshots.all_revisions, list[RevisionDocument], listed=True,
        takes=of_snapshots.REVISIONS, formats=("json", "csv"),
    ),
    Endpoint(
        "revision_triangle", f"{links.REVISIONS}/triangle", CATALOGUE,
        Text("各月数值的历次公布值", "How each month's value was published, time after time"),
        snapshots.triangle, list[VintageDocument], listed=True, takes=of_snapshots.TRIANGLE,
    ),
    Endpoint(
        "corrections_feed", links.CORRECTIONS_FEED, CATALOGUE,
        Text("数据更正订阅（Atom）", "Feed of corrections, Atom"),
        snapshots.corrections_feed, media=atom.MEDIA_TYPE,
    ),
    Endpoint(
        "data_feed", links.DATA_FEED, CATALOGUE,
        Text("新数据订阅（Atom）", "Feed of new data, Atom"),
        descriptions.data_feed, media=atom.MEDIA_TYPE,
    ),
    Endpoint(
        "bulletin_feed", links.BULLETIN_FEED, CATALOGUE,
        Text("月报订阅（Atom）", "Feed of monthly bulletins, Atom"),
        descriptions.bulletin_feed, media=atom.MEDIA_TYPE,
    ),
    Endpoint(
        "cards_feed", links.CARDS_FEED, CATALOGUE,
        Text("黄牌和红牌订阅（Atom）", "Feed of yellow and red cards, Atom"),
        descriptions.cards_feed, media=atom.MEDIA_TYPE,
    ),
    Endpoint(
        "complaints_feed", links.COMPLAINTS_FEED, CATALOGUE,
        Text("逾期未答复投诉订阅（Atom）", "Feed of complaints past their limit, Atom"),
        descriptions.complaints_feed, media=atom.MEDIA_TYPE,
    ),
)  # fmt: skip
# What a hall does not report has no addresses: of disclosure requests, of questions.
_NEEDED = {"disclosure-requests": DISCLOSURE, "faqs": "ask"}
_WITHOUT = {named for dataset, named in _NEEDED.items() if dataset not in PUBLISHED}
_WITHOUT |= (
    set() if hall().reports("supervision") else {"bulletin_feed", "cards_feed", "complaints_feed"}
)
ENDPOINTS = tuple(one for one in _EVERY if not {one.tag, one.id} & _WITHOUT)
