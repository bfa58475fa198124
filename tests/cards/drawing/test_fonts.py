"""Fonts of the machine: which one draws what, and a plain word where none does."""

from pathlib import Path

import pytest

from cards.drawing.font_files import FontFile, folders, found, in_folders
from cards.drawing.fonts import Fonts
from loyalty.errors import Refusal

# In no script that a font could have: the last plane's private letters.
NOWHERE = "\U0010fffd"


def test_each_weight_has_its_file() -> None:
    """Bold words are drawn by a heavier outline than regular ones."""
    fonts = Fonts()
    regular, bold = fonts.face_for("n", "regular"), fonts.face_for("n", "bold")
    assert regular is not None
    assert bold is not None
    wide = [
        fonts.shaped("nnnn", face, leftward=False, tabular=False).width_em
        for face in (regular, bold)
    ]
    assert wide[0] < wide[1]


def test_a_letter_that_no_font_has_is_named() -> None:
    """The letter is told, so that the shop knows which font to install; the name is not."""
    with pytest.raises(Refusal) as refused:
        Fonts().faces_of(f"Maria {NOWHERE}", "regular")
    assert refused.value.code == "letters_without_font"
    assert refused.value.details["letters"] == NOWHERE
    assert "Maria" not in str(refused.value)


def test_another_font_takes_over_for_its_letters() -> None:
    """Where the first font has no Hebrew, one that has it draws that part alone."""
    latin = [file for file in found() if "Inter" in file.families]
    if not latin:
        pytest.skip("Inter is not installed here")
    fonts = Fonts()
    try:
        faces = fonts.faces_of("Noa נועה", "regular")
    except Refusal:
        pytest.skip("no font with Hebrew is installed here")
    assert len(set(faces[:3])) == 1
    assert len(set(faces[4:])) == 1
    with pytest.raises(Refusal, match="נ"):
        Fonts(latin).faces_of("Noa נועה", "regular")


def test_a_machine_without_fonts_says_so() -> None:
    """There is nothing to draw with, and that is what is said."""
    with pytest.raises(Refusal) as refused:
        Fonts([])
    assert refused.value.code == "no_fonts"


def test_a_broken_or_missing_file_is_passed_over(tmp_path: Path) -> None:
    """A font file that does not open costs nothing but itself."""
    broken = tmp_path / "aaa.ttf"
    broken.write_bytes(b"not a font")
    gone = FontFile(path=str(tmp_path / "gone.ttf"), families=("Inter",))
    files = (gone, FontFile(path=str(broken), families=("Inter",)), *found())
    assert Fonts(files).face_for("a", "regular") is not None
    assert not list(in_folders((tmp_path,)))


def test_folders_tell_what_fontconfig_tells() -> None:
    """Without fontconfig the same files are found, with the same weights and slants."""
    listed = {(file.path, file.index): file for file in found()}
    read = list(in_folders(folders()))
    shared = [file for file in read if (file.path, file.index) in listed]
    assert shared, "this platform keeps its fonts somewhere else"
    for file in shared:
        theirs = listed[file.path, file.index]
        if not theirs.variable:
            assert (file.weight, file.slanted) == (theirs.weight, theirs.slanted), file.path


def test_outlines_stand_on_the_baseline() -> None:
    """y runs downwards: a capital reaches up from its baseline, so above zero there is nothing."""
    fonts = Fonts()
    face = fonts.face_for("H", "regular")
    assert face is not None
    run = fonts.shaped("H", face, leftward=False, tabular=False)
    ys = [y for _, points in fonts.outline(face, run.glyphs[0].number) for y in points[1::2]]
    assert max(ys) == pytest.approx(0, abs=0.01)
    assert -0.8 < min(ys) < -0.6
