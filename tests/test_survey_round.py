"""A round of a survey as a page and a workbook: numbers of the API, places worked out by hand."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from api.files.survey.evidence import places
from data.rules.intervals import wilson
from tests.hall_data import Store, application

HASH = "ab" * 32
EXPORT = f"""调查编号,部门编码,问题类别,被评对象,调查单位,调查对象,调查方法,问题原文,评价等级,调查开始日期,调查结束日期,公布日期,有效答卷数,满意答卷数,名次,参评部门数,并列部门数,样本数,来源文件SHA-256,入库时间
ZX,zwfw,总体满意度,本厅,市政协,市民,随机抽取,您满意吗？,五级,2026-09-01,2026-09-30,2026-11-08,400,390,1,52,1,500,{HASH},2026-11-10 15:00:00
ZX,gaj,总体满意度,,市政协,市民,随机抽取,您满意吗？,五级,2026-09-01,2026-09-30,2026-11-08,400,390,1,52,1,500,{HASH},2026-11-10 15:00:00
ZX,sbj,总体满意度,,市政协,市民,随机抽取,您满意吗？,五级,2026-09-01,2026-09-30,2026-11-08,200,190,3,52,,500,{HASH},2026-11-10 15:00:00
ZX,fgw,总体满意度,,市政协,市民,随机抽取,您满意吗？,五级,2026-09-01,2026-09-30,2026-11-08,300,210,50,52,,500,{HASH},2026-11-10 15:00:00
ZX,mzj,总体满意度,,市政协,市民,随机抽取,您满意吗？,五级,2026-09-01,2026-09-30,2026-11-08,12,12,2,52,,500,{HASH},2026-11-10 15:00:00
ZX,zwfw,收费,本厅,市政协,市民,随机抽取,收费合理吗？,五级,2026-09-01,2026-09-30,2026-11-08,400,300,,52,,500,{HASH},2026-11-10 15:00:00
去年,zwfw,总体满意度,本厅,市政协,市民,随机抽取,您满意吗？,五级,2025-09-01,2025-09-30,2025-11-08,400,380,2,,,500,,2025-11-10 15:00:00
"""
RATINGS = "evaluation_no,score,rated_on\n" + "".join(
    f"{n},{1 if n < 10 else 5},2026-09-{n % 28 + 1:02d}\n" for n in range(80)
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("HALL_NOW", "2026-11-24T10:42:00+08:00")
        store = Store(tmp_path_factory.mktemp("survey"))
        entry = store.ingest("survey-results", store.file(EXPORT, "survey"), "hall")
        assert entry.rejected == 0
        store.ingest("evaluations", store.file(RATINGS, "ratings"))
        with application(store) as server:
            yield server.test_client()
        store.close()


def page(client: Any, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    text = re.sub(r"<(script|style)\b.*?</\1>", "", answer.text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_places_are_exact_and_open_as_far_as_intervals_overlap() -> None:
    def row(department: str, satisfied: int, answers: int) -> dict[str, Any]:
        return {"department": department, "satisfied": satisfied, "responses": answers}

    # a and b have the same share of other numbers: a fraction cut off would not tell.
    rows = [row("c", 190, 200), row("a", 390, 400), row("d", 210, 300), row("b", 39, 40)]
    found = {one.record["department"]: one for one in places(rows)}
    assert [(n, o.place, o.ties, o.best, o.worst) for n, o in found.items()] == [
        ("a", 1, 1, 1, 3), ("b", 1, 1, 1, 3), ("c", 3, 0, 1, 3), ("d", 4, 0, 4, 4),
    ]  # fmt: skip
    assert found["d"].interval == wilson(210, 300)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (
            "/satisfaction/survey/ZX",
            (
                "民意调查：市政协", "您满意吗？", "五级", "随机抽取", "500", HASH, "80.00%（400 / 500）",
                "400份中390份对本厅满意。在52个部门中公布为第1名，另1个并列。按答卷数，在所列4个部门中居第1（另1个满意率相同）；"
                "区间有重叠，第1至第3都有可能。参评52个部门，这里列出有结果记录的5个。",
                "调查满意率比同期主动评价好评率高10.00个百分点", "2025-09-30", "收费",
            ),
        ),
        (
            "/en/satisfaction/survey/ZX",
            (
                "390 of 400 satisfied with this hall. The published rank is 1 of 52, tied with 1 more. "
                "By answers it is in place 1 (1 more with the same share) of the 4 departments listed; "
                "as intervals overlap it may be anywhere from 1 to 3.",
                "too few", "not prove",
            ),
        ),
    ],
)  # fmt: skip
def test_the_page_says_all_that_is_known_of_a_round(client: Any, path: str, said: Any) -> None:
    text = page(client, path)
    missing = [one for one in said if one not in text]
    assert "Span(" not in text
    assert missing == []


def test_what_is_not_stated_is_named_and_other_rounds_are_a_click_away(client: Any) -> None:
    text = page(client, "/satisfaction/survey/去年")
    assert "参评部门数未公布" in text
    assert re.search("来源文件校验值 未公布", text)
    assert "调查期间没有好差评可作对照" in text
    assert 'href="/satisfaction/survey/ZX"' in client.get("/satisfaction/survey/去年").text
    assert 'href="/satisfaction/survey/ZX"' in client.get("/satisfaction").text


def test_numbers_are_those_of_the_api(client: Any) -> None:
    span = "from=2026-09-01&to=2026-09-30&grain=total"

    def value(id: str) -> Any:
        (row,) = client.get(f"/api/v1/indicators/{id}/values?{span}").json["data"]
        return row

    book = sheets(client, "/satisfaction/survey/ZX.xlsx")
    first, second, gap = book["与好差评对照"][1:4]
    for row, id in ((first, "survey-share-hall"), (second, "good-rating-rate")):
        known = value(id)
        assert row[1:3] == [known["numerator"], known["denominator"]]
        assert row[3:6] == pytest.approx([known["value"], known["low"], known["high"]])
    assert gap[3] == pytest.approx(value("survey-gap")["value"])
    assert gap[3] == pytest.approx(97.5 - 87.5)


def sheets(client: Any, path: str) -> dict[str, list[list[Any]]]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_the_workbook_has_the_round_with_its_hash_and_places(client: Any) -> None:
    book = sheets(client, "/satisfaction/survey/ZX.xlsx")
    assert list(book) == ["说明", "满意率和名次", "与好差评对照", "其他问题"]
    about = {row[0]: row[1] for row in book["说明"] if row[0]}
    assert (about["来源文件校验值"], about["样本数"], about["数据版本"]) == (HASH, 500, "2")
    table = book["满意率和名次"]
    assert [row[6:10] for row in table[1:5]] == [[1, 1, 1, 3], [1, 1, 1, 3], [3, 0, 1, 3], [4, 0, 4, 4]]  # fmt: skip
    assert table[5][1:3] == [12, 12]
    assert table[5][6] == ""  # of 12 answers nobody is placed
    assert client.get("/en/satisfaction/survey/ZX.xlsx").status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/satisfaction/survey/nothing", 404),
        ("/satisfaction/survey/nothing.xlsx", 404),
        ("/satisfaction/survey/ZX.xlsx?lang=en", 400),
        ("/satisfaction/survey/", 404),
    ],
)
def test_what_there_is_not_is_refused(client: Any, path: str, status: int) -> None:
    assert client.get(path).status_code == status
