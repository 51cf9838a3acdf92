"""The sections on patrols, complaints and presence, in their order."""

from __future__ import annotations

from dashboard.parts.sections import Section

SECTIONS: tuple[Section, ...] = ()
