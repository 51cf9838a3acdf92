"""The sections on the staff, spot checks and rules, in their order."""

from __future__ import annotations

from dashboard.parts.sections import Section

SECTIONS: tuple[Section, ...] = ()
