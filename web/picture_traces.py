"""What a picture tells of who took it, where and with what is taken off; what it shows stays as it is.

Nothing is drawn anew: the parts of the file that make the picture are copied, everything else (EXIF with its
position, XMP, comments, names of programs, what hangs behind the end) is left out. Of EXIF only the way the
camera was held is kept, for the picture would lie on its side without it.

Sources: ITU-T T.81 annex B (JPEG), W3C PNG 3rd edition §5, the WebP container specification.
"""

from collections.abc import Iterator
from typing import Literal

from patrol.errors import Invalid

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"acTL"}
    | {b"fcTL", b"fdAT"}
)
_WEBP_KEPT = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ANIM", b"ANMF", b"ALPH"})
_WEBP_SAYS_MORE = 0b0010_1100
"""Flags of VP8X: a colour profile, EXIF, XMP."""
_JFIF, _ADOBE, _EXIF, _COMMENT = 0xE0, 0xEE, 0xE1, 0xFE
_START_OF_SCAN, _END = 0xDA, 0xD9


def without_traces(content: bytes, mime: str) -> bytes:
    """Give the picture alone.

    Raises:
        Invalid: the file is not whole, so that nobody can say what is in it.
    """
    try:
        match mime:
            case "image/jpeg":
                return b"\xff\xd8" + b"".join(_jpeg(content))
            case "image/png":
                return _PNG + b"".join(_png(content))
            case _:
                body = b"WEBP" + b"".join(_webp(content))
                return b"RIFF" + len(body).to_bytes(4, "little") + body
    except IndexError as error:
        raise Invalid("this picture is not whole: take it again") from error


def _jpeg(content: bytes) -> Iterator[bytes]:
    at, held = 2, 1
    turned = False
    while True:
        marker, segment = _segment(content, at)
        if marker == _EXIF and segment[4:10] == b"Exif\0\0":
            held = _orientation(segment[10:]) or held
        if not turned and marker not in (_JFIF, _EXIF):
            turned = True
            yield _held_so(held) if held > 1 else b""
        if marker == _END:
            yield b"\xff\xd9"
            return
        if not (_JFIF < marker <= 0xEF and marker != _ADOBE) and marker != _COMMENT:
            yield segment
        at += len(segment)
        if marker == _START_OF_SCAN:
            end = _end_of_scan(content, at)
            yield content[at:end]
            at = end


def _segment(content: bytes, at: int) -> tuple[int, bytes]:
    while content[at + 1] == 0xFF:
        at += 1
    if content[at] != 0xFF:
        raise IndexError
    marker = content[at + 1]
    if marker == _END:
        return marker, b"\xff\xd9"
    size = int.from_bytes(content[at + 2 : at + 4], "big")
    segment = content[at : at + 2 + size]
    if size < 2 or len(segment) < 2 + size:
        raise IndexError
    return marker, segment


def _end_of_scan(content: bytes, at: int) -> int:
    """Find the next marker that is neither a stuffed byte nor a restart."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise IndexError
        follows = content[at + 1]
        if follows != 0x00 and not 0xD0 <= follows <= 0xD7:
            return at
        at += 2


def _orientation(tiff: bytes) -> int:
    """Read tag 0x0112 of the first directory; 0 when it is not there."""
    order: Literal["little", "big"] = "little" if tiff[:2] == b"II" else "big"

    def number(at: int, size: int) -> int:
        return int.from_bytes(tiff[at : at + size], order)

    first = number(4, 4)
    for entry in range(first + 2, min(first + 2 + 12 * number(first, 2), len(tiff) - 11), 12):
        if number(entry, 2) == 0x0112:
            held = number(entry + 8, 2)
            return held if 1 <= held <= 8 else 0
    return 0


def _held_so(held: int) -> bytes:
    tiff = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01" + held.to_bytes(2, "big") + bytes(6)
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body


def _png(content: bytes) -> Iterator[bytes]:
    at = len(_PNG)
    while True:
        size = int.from_bytes(content[at : at + 4], "big")
        chunk = content[at : at + 12 + size]
        if len(chunk) < 12 + size:
            raise IndexError
        kind = chunk[4:8]
        if kind in _PNG_KEPT:
            yield chunk
        if kind == b"IEND":
            return
        at += len(chunk)


def _webp(content: bytes) -> Iterator[bytes]:
    at, end = 12, 8 + int.from_bytes(content[4:8], "little")
    if content[8:12] != b"WEBP" or end > len(content) or end <= at:
        raise IndexError
    while at < end:
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        chunk = content[at : at + 8 + size + size % 2]
        if len(chunk) < 8 + size:
            raise IndexError
        if chunk[:4] == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~_WEBP_SAYS_MORE]) + chunk[9:]
        if chunk[:4] in _WEBP_KEPT:
            yield chunk
        at += len(chunk)
