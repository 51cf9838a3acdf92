"""The steps of used working days that disclosure statistics are shown in."""

BUCKETS: dict[str, int | None] = {
    "le5": 5,
    "le10": 10,
    "le15": 15,
    "le20": 20,
    "le40": 40,
    "gt40": None,
}
"""Used working days up to and including; None: more than the one before."""


def bucket(used_days: float | None) -> str | None:
    """The id in `BUCKETS` for used working days; None where they are unknown."""
    if used_days is None:
        return None
    return next(id for id, most in BUCKETS.items() if most is None or used_days <= most)
