"""The sections on patrols, complaints and presence, in their order."""

from __future__ import annotations

from dashboard.pages.supervision.conduct import attendance, complaints, patrols
from dashboard.parts.sections import Section

SECTIONS: tuple[Section, ...] = (patrols.SECTION, complaints.SECTION, attendance.SECTION)
