"""A page's finding as a picture of 1200 by 630, drawn by Pillow. Never within a request: it takes time.

Letters that the machine's fonts have not would be empty boxes; such a card is not drawn at all.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from dashboard.serve.cited.previews import HEIGHT, WIDTH
from dashboard.words import Lang

EDGE = 64
INK, QUIET, RULE, GROUND = "#15202b", "#5b6b78", "#d5dde2", "#ffffff"
SLATE, BANNER, ON_BANNER = (63, 91, 109), "#fff3d6", "#4a3505"
_SIZES = (68, 60, 52, 44, 36)
_MOST_LINES = 4
# From here on Unicode has what only a font of Chinese, Japanese and Korean has.
_HAN = 0x2E80
_UNASSIGNED = "\U0010ffff"


@dataclass(frozen=True)
class Card:
    """`over` stands over the finding, `lines` at the foot; `demo`: that the hall is simulated.

    `squares`: of a year, where each day stands (in steps) and its shade, 0 … 10.
    """

    over: str
    finding: str
    lines: tuple[str, ...]
    lang: Lang
    demo: str = ""
    squares: tuple[tuple[float, float, int], ...] = ()

    @property
    def text(self) -> str:
        return "".join((self.over, self.finding, *self.lines, self.demo))


class NoFont(LookupError):  # noqa: N818 - says what is the case
    """No font of this machine has the letters of a card."""


def draw(card: Card) -> bytes:
    """The card as PNG. Raises `NoFont`."""
    if missing := _missing(card.text):
        raise NoFont(
            f"no font has {missing}: install fontconfig and fonts-noto-cjk, or set PREVIEW_FONT"
            if all(ord(letter) < _HAN for letter in missing)
            else "no font has Chinese: install fontconfig and fonts-noto-cjk, or set PREVIEW_FONT"
        )
    image = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    pen = ImageDraw.Draw(image)
    top = 0
    if card.demo:
        top = 52
        pen.rectangle((0, 0, WIDTH, top), fill=BANNER)
        pen.text((EDGE, 14), card.demo, font=_font(22, "regular"), fill=ON_BANNER)
    pen.text((EDGE, top + 44), card.over, font=_font(30, "regular"), fill=QUIET)
    below = HEIGHT - 48 - 36 * len(card.lines)
    room = below - (top + 100) - (200 if card.squares else 20)
    size, lines = _fitted(pen, card.finding, room)
    y = top + 100
    for line in lines:
        pen.text((EDGE, y), line, font=_font(size, "bold"), fill=INK)
        y += round(size * 1.3)
    _squares(pen, card, below - 180)
    pen.line((EDGE, below - 14, WIDTH - EDGE, below - 14), fill=RULE, width=2)
    for i, line in enumerate(card.lines):
        pen.text((EDGE, below + 36 * i), line, font=_font(24, "regular"), fill=QUIET)
    written = io.BytesIO()
    image.quantize(128).save(written, "png", optimize=True)
    return written.getvalue()


def _fitted(pen: ImageDraw.ImageDraw, text: str, room: float) -> tuple[int, list[str]]:
    """The largest size at which a text fits, and its lines; the smallest cuts nothing either."""
    lines: list[str] = []
    for size in _SIZES:
        lines = list(_lines(pen, text, size))
        if len(lines) <= _MOST_LINES and len(lines) * size * 1.3 <= room:
            return size, lines
    return _SIZES[-1], lines


def _lines(pen: ImageDraw.ImageDraw, text: str, size: int) -> Iterator[str]:
    """A line ends before a Han character or a space, never before a sign that closes."""
    font, line, word = _font(size, "bold"), "", ""
    for letter in f"{text} ":
        ends = letter == " " or ord(letter) >= _HAN
        if not ends or letter in "，。；：、！？）》”":
            word += letter
            continue
        if line and pen.textlength(line + word, font=font) > WIDTH - 2 * EDGE:
            yield line.rstrip()
            line = ""
        line, word = line + word, letter
    if line.strip():
        yield line.strip()


def _squares(pen: ImageDraw.ImageDraw, card: Card, top: float) -> None:
    step = (WIDTH - 2 * EDGE) / 53
    for x, y, shade in card.squares:
        left, high = EDGE + x * step, top + y * step
        if shade == 0:
            pen.rectangle((left, high, left + step - 3, high + step - 3), outline=RULE)
            continue
        colour = tuple(round(255 + (c - 255) * shade / 10) for c in SLATE)
        pen.rectangle((left, high, left + step - 3, high + step - 3), fill=colour)


# --- fonts ----------------------------------------------------------------------------------------


@lru_cache(64)
def _font(size: int, weight: str) -> Any:
    if (place := chinese_font(weight)) is not None:
        return ImageFont.truetype(place[0], size, index=place[1])
    return ImageFont.load_default(size)


def _missing(text: str) -> str:
    """The letters of a text that a font draws as it draws what it has not."""
    letters = sorted({letter for letter in text if not letter.isspace()})
    fonts = [_font(24, weight) for weight in ("regular", "bold")]
    boxes = [bytes(font.getmask(_UNASSIGNED)) for font in fonts]
    return "".join(
        letter
        for letter in letters
        if any(bytes(f.getmask(letter)) == box for f, box in zip(fonts, boxes, strict=True))
    )


@cache
def chinese_font(weight: str) -> tuple[str, int] | None:
    """A font with Chinese, as fontconfig knows it or `PREVIEW_FONT` names it: file, number in it."""
    if path := os.environ.get("PREVIEW_FONT"):
        return path, 0
    if not shutil.which("fc-list"):
        return None
    asked = ["fc-list", f":lang=zh-cn:style={weight.title()}", "-f", "%{file}|%{index}|%{family}\n"]
    try:
        listed = subprocess.run(
            asked, capture_output=True, text=True, timeout=30, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    fonts = [line.split("|") for line in listed.splitlines() if line.count("|") == 2]
    if not fonts:
        return chinese_font("regular") if weight != "regular" else None
    # Of fonts that draw Chinese, first one made for simplified characters without serifs.
    fonts.sort(key=lambda f: ("Sans" not in f[2], "SC" not in f[2], "Mono" in f[2], f[0]))
    return fonts[0][0], int(fonts[0][1])
