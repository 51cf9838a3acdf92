"""The sections on cards and supervised halls, in their order."""

from __future__ import annotations

from dashboard.parts.sections import Section

SECTIONS: tuple[Section, ...] = ()
