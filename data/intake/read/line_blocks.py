"""A text file as blocks of whole lines in UTF-8, whatever its encoding and its line ends."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from data.intake.read.chunk import FileRefused, Progress, file_name
from data.intake.read.encodings import AUTO, ENCODINGS, detected, is_disguised_utf8, valid_utf8

SIZE = 4 << 20  # larger is hardly faster and takes memory
LONGEST_LINE = 16 << 20
UTF8_BOM = b"\xef\xbb\xbf"

# How a file begins that is no text, and what to do about it.
_BEGINNINGS = (
    (
        b"PK\x03\x04",
        "an Excel workbook or an archive; a workbook is named .xlsx 应以 .xlsx 命名",
    ),
    (
        b"\xd0\xcf\x11\xe0",
        "an old Excel file (.xls); save it as .xlsx or CSV 请另存为 .xlsx",
    ),
    (b"\x1f\x8b", "compressed (gzip); unpack it first 请先解压"),
)
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Block:
    """Whole lines in UTF-8, each ended by a newline (CR LF stays CR LF).

    `last` marks the end of the file and `cut` that its last line had no line end of its own.
    """

    content: bytes
    last: bool
    cut: bool


def blocks(
    path: Path,
    encoding: str,
    progress: Progress | None = None,
    size: int = SIZE,
    longest: int = LONGEST_LINE,
) -> Iterator[Block]:
    """The file in blocks of about `size` bytes. An empty file gives none.

    UTF-16 is known by its mark. In all encodings accepted the bytes of newline, quote and delimiters occur only as themselves,
    so a file may be cut at a newline before it is decoded. A UTF-8 mark (BOM) at the beginning is
    dropped and decides the encoding. Raises FileRefused, with byte and line, for what is no text.
    """
    with path.open("rb") as file:
        start = file.read(len(UTF8_BOM))
        advance = progress or (lambda _: None)
        if start.startswith(UTF16_MARKS):
            text = _Utf16(file, file_name(path), advance)
            yield from _Lines(text, path, "utf-8", lambda _: None).blocks(b"", size, longest)
        else:
            yield from _Lines(file, path, encoding, advance).blocks(start, size, longest)


class _Bytes(Protocol):
    def read(self, size: int, /) -> bytes: ...


class _Utf16:
    """A file in UTF-16 ("Unicode text" of spreadsheets) read as UTF-8."""

    def __init__(self, file: BinaryIO, name: str, progress: Progress) -> None:
        file.seek(0)
        self.file, self.name, self.progress = file, name, progress
        self.decoder = codecs.getincrementaldecoder("utf-16")()

    def read(self, size: int, /) -> bytes:
        while True:
            piece = self.file.read(size)
            self.progress(len(piece))
            try:
                text = self.decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                raise FileRefused(
                    f"{self.name}: not UTF-16 as its mark says; is it cut off? 编码不是 UTF-16"
                ) from error
            if text or not piece:
                return text.encode()


class _Lines:
    """Reads on, keeping count of the bytes for messages."""

    def __init__(self, file: _Bytes, path: Path, encoding: str, progress: Progress) -> None:
        self.file = file
        self.path = path
        self.name = file_name(path)
        self.encoding = encoding
        self.decided = False
        self.progress = progress
        self.bytes = 0
        self.bare_returns = False  # lines end in CR alone, as on old systems

    def blocks(self, start: bytes, size: int, longest: int) -> Iterator[Block]:
        self.progress(len(start))
        if start == UTF8_BOM:
            start, self.encoding, self.bytes = b"", "utf-8", len(UTF8_BOM)
            self.decided = True
        content = start + self._read(size)
        self._look(content)
        while content:
            following = self._read(size)
            if self.bare_returns:
                content = content.replace(b"\r", b"\n")
            if not following:
                yield self._block(content, last=True)
                return
            end = content.rfind(b"\n") + 1
            if end:
                yield self._block(content[:end], last=False)
            elif len(content) > longest:
                raise FileRefused(
                    f"{self.name}: no line end in {len(content):,} bytes; this is no table of "
                    "lines 文件不是按行的表格"
                )
            content = content[end:] + following

    def _read(self, size: int) -> bytes:
        piece = self.file.read(size)
        self.progress(len(piece))
        return piece

    def _look(self, content: bytes) -> None:
        for beginning, what in _BEGINNINGS:
            if content.startswith(beginning):
                raise FileRefused(f"{self.name} is {what}")
        self.bare_returns = b"\r" in content and b"\n" not in content
        if b"\0" in content.split(b"\r" if self.bare_returns else b"\n", 1)[0]:
            raise FileRefused(
                f"{self.name}: NUL bytes in the header; this is no text file 文件不是文本"
            )

    def _block(self, content: bytes, last: bool) -> Block:
        cut = last and not content.endswith(b"\n")
        if cut:
            content += b"\n"
        text = content if content.isascii() else self._utf8(content, cut)
        self.bytes += len(content)
        return Block(text, last, cut)

    def _utf8(self, content: bytes, cut: bool) -> bytes:
        self._decide(content, cut)
        if self.encoding == "utf-8" and valid_utf8(content):
            return content
        try:
            return content.decode(self.encoding).encode()
        except UnicodeDecodeError as error:
            head = content.rfind(b"\n", 0, -1) + 1
            if not cut or error.start < head or error.end < len(content) - 1:
                raise FileRefused(self._fault(content, error)) from None
            # A file still being written ends in the middle of a character: a matter of that line.
            tail = content[head:].decode(self.encoding, "replace")
            return (content[:head].decode(self.encoding) + tail).encode()

    def _decide(self, content: bytes, cut: bool) -> None:
        """By the first block with letters beyond ASCII; refuses UTF-8 that is called otherwise."""
        if self.decided:
            return
        self.decided = True
        if self.encoding == AUTO:
            self.encoding = detected(content.rstrip(b"\n") if cut else content, cut) or "utf-8"
        elif self.encoding != "utf-8" and is_disguised_utf8(content, self.encoding, cut):
            raise FileRefused(
                f"{self.name}: this is UTF-8, and would be read wrongly as {self.encoding}; leave "
                'out `encoding` in the profile, or set "utf-8" 文件实为 UTF-8 编码'
            )

    def _fault(self, content: bytes, error: UnicodeDecodeError) -> str:
        with self.path.open("rb") as file:
            before = file.read(self.bytes + error.start)
        line = before.count(b"\r" if self.bare_returns else b"\n") + 1
        problem = (
            f"{self.name}: not {self.encoding} at byte {self.bytes + error.start + 1:,}, "
            f"line {line:,} 编码不是 {self.encoding}"
        )
        other = detected(content)
        if other and other != self.encoding:
            return f'{problem}; it reads as {other}: set encoding = "{other}" in the profile'
        return (
            f'{problem}; name its encoding in the profile: encoding = "cp1252" for western Europe, '
            f"else one of {', '.join(ENCODINGS[1:])}"
        )
