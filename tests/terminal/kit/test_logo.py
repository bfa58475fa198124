"""A logo is looked at before it is kept, and whatever cannot be printed is named."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from loyalty.errors import Refusal
from terminal.kit import logo
from terminal.kit.logo_thread import LogoThread
from terminal.till import shop_logo
from terminal.till.logo_values import DropLogo, LogoKept, UseLogo
from terminal.till.machine import no_drawings


def picture(wide: int, kind: str = "PNG", colour: str = "#0f766e") -> bytes:
    """Draw a disc on nothing, or on white where the kind knows no nothing."""
    from PIL import Image, ImageDraw

    mode, ground = ("RGB", "white") if kind == "JPEG" else ("RGBA", (0, 0, 0, 0))
    drawn = Image.new(mode, (wide, wide), ground)
    ImageDraw.Draw(drawn).ellipse((wide // 4, wide // 4, wide * 3 // 4, wide * 3 // 4), fill=colour)
    buffer = io.BytesIO()
    drawn.save(buffer, kind)
    return buffer.getvalue()


@pytest.mark.parametrize(("kind", "name"), [("PNG", "logo.png"), ("JPEG", "logo.jpg")])
def test_a_picture_is_kept_no_finer_than_print_shows(kind: str, name: str) -> None:
    from PIL import Image

    ready = logo.ready(picture(2000, kind), no_drawings)
    assert (ready.name, ready.wide_px, ready.high_px) == (name, logo.SIDE_MAX, logo.SIDE_MAX)
    with Image.open(io.BytesIO(ready.data)) as kept:
        assert (kept.format, kept.width) == (kind, logo.SIDE_MAX)


def test_a_drawing_becomes_a_picture_as_fine_as_is_kept() -> None:
    asked = list[int]()

    def rasterise(data: bytes, side_px: int) -> bytes:
        assert data.startswith(b"<?xml")
        asked.append(side_px)
        return picture(side_px)

    ready = logo.ready(b'<?xml version="1.0"?><svg/>', rasterise)
    assert (ready.name, ready.wide_px, asked) == ("logo.png", logo.SIDE_MAX, [logo.SIDE_MAX])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"no picture", "logo_kind"),
        (picture(400)[:200], "logo_kind"),
        (b"<svg>broken", "logo_kind"),
        (picture(120), "logo_small"),
        (picture(400, colour="#ffffff"), "logo_empty"),
        (b"x" * (logo.BYTES_MAX + 1), "logo_large"),
    ],
)
def test_what_cannot_be_printed_is_refused(data: bytes, code: str, tmp_path: Path) -> None:
    file = tmp_path / "picture"
    file.write_bytes(data)
    with pytest.raises(Refusal) as refused:
        logo.read(file, no_drawings)
    assert refused.value.code == code


def test_a_file_that_is_gone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="cannot be read"):
        logo.read(tmp_path / "gone.png", no_drawings)


def test_one_logo_at_a_time_and_the_old_one_stays_until_the_new_one_is_whole(
    data_dir: Path, tmp_path: Path
) -> None:
    data_dir.mkdir(parents=True, exist_ok=True)
    thread = LogoThread(lambda _: None, root=data_dir, find=tuple, rasterise=no_drawings)
    jpeg, png, broken = tmp_path / "a.jpg", tmp_path / "b.png", tmp_path / "c.png"
    jpeg.write_bytes(picture(400, "JPEG"))
    png.write_bytes(picture(400))
    broken.write_bytes(b"nothing")
    thread.answer(UseLogo(path=str(png)))
    made = thread.answer(UseLogo(path=str(jpeg)))
    assert made == LogoKept(logo=str(data_dir / "logo.jpg"))
    assert [one.name for one in data_dir.glob("*logo*")] == ["logo.jpg"]
    assert thread.answer(UseLogo(path=str(broken))) == LogoKept(problem="logo_kind")
    assert shop_logo.logo_of(data_dir) == data_dir / "logo.jpg"
    assert thread.answer(DropLogo()) == LogoKept()
    assert shop_logo.logo_of(data_dir) is None


def test_a_folder_that_takes_no_file_is_an_answer(tmp_path: Path) -> None:
    file = tmp_path / "b.png"
    file.write_bytes(picture(400))
    thread = LogoThread(lambda _: None, root=tmp_path / "gone", find=tuple, rasterise=no_drawings)
    said = thread.answer(UseLogo(path=str(file)))
    assert isinstance(said, LogoKept)
    assert said.problem == "disk_failed"
