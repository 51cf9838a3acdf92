"""The simulated survey: once a year, in September, over all departments. All its values are invented.

Of the press report only this is taken: that the hall came first among the municipal departments, of
which it does not say how many there were. More are rated than work in the hall.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import polars as pl

from demo.lives.itinerary import EPOCH
from demo.world import draws
from demo.world.columns import INSTANT
from demo.world.references import References
from demo.world.seasons import number

THE_HALL = "zwfw"
SAMPLE = 1_200
ELSEWHERE = 9  # bodies that are rated as well, and do not work in the hall
ASKED, PUBLISHED, ENTERED = ((9, 1), (9, 30)), (11, 8), (11, 10)
PUT_RIGHT_AFTER = 2  # calendar days
BEST, OTHERS = 0.972, (0.86, 0.958)
WORDS = {
    "conducted_by_zh": "市政协（演示数据，非真实调查）",
    "conducted_by_en": "Municipal CPPCC committee (demo data, no real survey)",
    "population_zh": "全市市民、企业和政协委员",
    "population_en": "citizens, firms and members of the CPPCC",
    "method_zh": "按县（市、区）和行业分层随机抽取，问卷匿名填答",
    "method_en": "drawn at random by district and trade; anonymous questionnaires",
    "wording_zh": "您对该部门的服务总体上是否满意？",
    "wording_en": "Are you satisfied with this department's service as a whole?",
    "scale_zh": "五级：非常满意、满意、一般、不满意、非常不满意；前两级为满意",
    "scale_en": "five levels, of which the first two are satisfied",
}
LIVES = {
    "result": pl.String, "survey": pl.String, "department": pl.String, "question": pl.String, "rated": pl.String,
    "from_on": pl.Date, "to_on": pl.Date, "published_on": pl.Date, "sample_n": pl.Int64,
    "responses": pl.Int64, "satisfied": pl.Int64, "share_satisfied": pl.Float64,
    "mean": pl.Float64, "rank": pl.Int64, "ties": pl.Int64, "recorded_at": INSTANT,
}  # fmt: skip


def fields_at(_: datetime) -> list[pl.Expr]:
    """The exported fields; how many were ranked is not stated, and said so."""
    return [
        pl.col(*(name for name in LIVES if name not in ("result", "recorded_at"))),
        *(pl.lit(text).alias(name) for name, text in WORDS.items()),
        pl.lit(None, pl.Int64).alias("of"),
        pl.lit("not_stated").alias("of_reason"),
    ]


class Survey:
    """Draws the surveys that are entered on given days; the one before the hall began is entered first."""

    def __init__(self, seed: int, start: date, refs: References) -> None:
        self.seed, self.start, self.refs = seed, start, refs

    def lives(self, days: list[int]) -> pl.DataFrame:
        """The results entered on the days."""
        rows: list[tuple] = []
        for day in days:
            on = EPOCH + timedelta(days=day)
            if on == self.start:
                rows += self._results(on.year - (on < date(on.year, *ENTERED)), on)
            elif (on.month, on.day) == ENTERED:
                rows += self._results(on.year, on)
        return pl.DataFrame(rows, LIVES, orient="row")

    def _results(self, year: int, entered: date) -> list[tuple]:
        """A row for each department, the first entered wrong and refused, another put right."""
        rng = draws.generator(self.seed, number(date(year, *ENTERED)), draws.REFORM)
        names = self.refs.departments
        known = 0.05 + 0.9 * np.sqrt(
            self.refs.department_shares / self.refs.department_shares.max()
        )
        answers = np.maximum(14, rng.binomial(SAMPLE, np.clip(known * 0.8, 0.012, 0.9)))
        content = rng.uniform(*OTHERS, len(names))
        hall = names.index(THE_HALL) if THE_HALL in names else None
        if hall is not None:
            answers[hall], content[hall] = 1_012, BEST
        satisfied = np.rint(answers * content).astype(int)
        # Others than departments in the hall have shares too: the ranks have gaps.
        shares = np.round(satisfied / answers, 4)
        every = np.concatenate([shares, np.round(rng.uniform(*OTHERS, ELSEWHERE), 4)])
        if hall is not None:  # a small department may do better by chance: not in this story
            ahead = (shares >= shares[hall]) & (np.arange(len(shares)) != hall)
            satisfied[ahead] -= 1 + satisfied[ahead] // 12
            shares = np.round(satisfied / answers, 4)
            every[: len(shares)] = shares
        at = datetime.combine(entered, datetime.min.time()) + timedelta(hours=15)
        asked = [date(year, *one) for one in (*ASKED, PUBLISHED)]
        rows: list[tuple] = []
        for i, name in enumerate(names):
            about = (
                f"ZX{year}-{name}",
                f"ZX{year}",
                name,
                "overall",
                "hall" if i == hall else "department",
            )
            share = float(shares[i])
            stars = round(1.4 + 3.4 * share, 2)  # of five levels
            place = (share, stars, int((every > share).sum()) + 1, int((every == share).sum()) - 1)
            rows.append((*about, *asked, SAMPLE, int(answers[i]), int(satisfied[i]), *place, at))
        return self._with_mistakes(rows)

    @staticmethod
    def _with_mistakes(rows: list[tuple]) -> list[tuple]:
        """The first and the second are put right days later: one refused at first, one too few."""
        later = timedelta(days=PUT_RIGHT_AFTER)
        answered, satisfied = list(LIVES).index("responses"), list(LIVES).index("satisfied")
        first, second = list(rows[0]), list(rows[1])
        first[satisfied] = first[answered] + 1
        second[answered] += 3
        right = [(*row[:-1], row[-1] + later) for row in rows[:2]]
        return [tuple(first), tuple(second), *right, *rows[2:]]
