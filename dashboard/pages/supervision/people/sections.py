"""The sections on the staff, spot checks and rules, in their order."""

from __future__ import annotations

from dashboard.pages.supervision.people import (
    assessments,
    commendations,
    rules,
    spot_checks,
    staff,
    training,
)
from dashboard.parts.sections import Section

SECTIONS: tuple[Section, ...] = (
    spot_checks.SECTION,
    assessments.SECTION,
    commendations.SECTION,
    staff.SECTION,
    training.SECTION,
    rules.SECTION,
)
