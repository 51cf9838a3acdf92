"""The sections on cards and supervised halls, in their order."""

from __future__ import annotations

from dashboard.pages.supervision.cards import given, halls
from dashboard.parts.sections import Section

SECTIONS: tuple[Section, ...] = (given.SECTION, halls.SECTION)
