"""Pictures show what they showed, and tell no more of who took them."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, PngImagePlugin

from patrol.errors import Invalid
from web.picture_traces import without_traces

TRACE = "裴若蘭 13924178866"


def drawn(form: str, **more: object) -> bytes:
    told = Image.Exif()
    told[0x0112], told[0x013B] = 6, TRACE
    picture = Image.linear_gradient("L").resize((120, 90)).convert("RGB")
    file = io.BytesIO()
    picture.save(file, form, exif=told, **more)
    return file.getvalue()


def a_text() -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", TRACE)
    info.add_itxt("Comment", TRACE, zip=True)
    return info


PICTURES = {
    "jpeg": ("image/jpeg", drawn("JPEG", comment=TRACE.encode()) + TRACE.encode()),
    "progressive": ("image/jpeg", drawn("JPEG", progressive=True, comment=TRACE.encode())),
    "png": ("image/png", drawn("PNG", pnginfo=a_text()) + TRACE.encode()),
    "webp": ("image/webp", drawn("WEBP", xmp=TRACE.encode())),
}


@pytest.mark.parametrize("name", PICTURES)
def test_the_picture_stays_and_what_it_told_is_gone(name: str) -> None:
    mime, content = PICTURES[name]
    clean = without_traces(content, mime)
    assert TRACE.encode() in content
    assert TRACE.encode() not in clean
    before, after = Image.open(io.BytesIO(content)), Image.open(io.BytesIO(clean))
    assert ImageChops.difference(before.convert("RGB"), after.convert("RGB")).getbbox() is None
    assert set(after.getexif()) <= {0x0112}
    assert without_traces(clean, mime) == clean


def test_a_picture_taken_on_its_side_still_stands_upright() -> None:
    clean = Image.open(io.BytesIO(without_traces(PICTURES["jpeg"][1], "image/jpeg")))
    assert clean.getexif()[0x0112] == 6


@settings(max_examples=40)
@given(name=st.sampled_from(sorted(PICTURES)), share=st.floats(0.0, 0.95))
def test_a_picture_that_is_not_whole_is_refused(name: str, share: float) -> None:
    mime, content = PICTURES[name]
    whole = len(without_traces(content, mime))
    with pytest.raises(Invalid):
        without_traces(content[: max(16, int(min(whole, len(content)) * share) - 60)], mime)


@settings(max_examples=60)
@given(name=st.sampled_from(sorted(PICTURES)), at=st.integers(20, 400), byte=st.integers(0, 255))
def test_a_bent_picture_is_copied_or_refused_and_breaks_nothing(name: str, at: int, byte: int) -> None:
    mime, content = PICTURES[name]
    bent = bytearray(content)
    bent[at % len(bent)] = byte
    try:
        without_traces(bytes(bent), mime)
    except Invalid:
        return
