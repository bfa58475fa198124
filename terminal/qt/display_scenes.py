"""What each scene of the member's side is made of; where it stands is display_places' affair."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from PySide6.QtWidgets import QWidget

from terminal.qt.display_buttons import Face, Tile, Wide
from terminal.qt.display_code import CodePicture
from terminal.qt.display_history import HistoryRows
from terminal.qt.display_parts import Block, Figure, Panel, SignedWords, StampRow, Words
from terminal.qt.display_places import Parts
from terminal.qt.display_scratch import ScratchField
from terminal.qt.look import Look
from terminal.qt.pad_words import PadWords
from terminal.till.screens_display import (
    Card,
    Choose,
    Consents,
    DisplayButton,
    DisplayStamps,
    Earned,
    History,
    Member,
    Question,
    Scene,
    Scratch,
    Thanks,
)

Tap = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """What every part of a scene is made with."""

    look: Look
    stage: QWidget
    tap: Tap
    words: PadWords
    upright: bool

    def text(self, words: str, role: str, ink: str = "text") -> Words:
        """Some words in a type role."""
        made = Words(self.look, role, ink, self.stage)
        made.set_words(words)
        return made

    def signed(self, words: str, icon: str, role: str, ink: str) -> SignedWords:
        """Words beside a sign."""
        made = SignedWords(self.look, role, ink, icon, self.stage)
        made.set_words(words)
        return made

    def figure(self, words: str, word: str, role: str, ink: str = "text") -> Figure:
        """A large figure with its word."""
        made = Figure(self.look, role, ink, word, self.stage)
        made.set_words(words)
        made.setAccessibleName(f"{words} {word}".strip())
        return made

    def panel(self, *blocks: Block | None) -> Panel:
        """A surface with these on it; what is not there is left out."""
        made = Panel(self.look, self.stage)
        for block in blocks:
            if block is not None:
                made.add(block)
        made.lower()
        return made

    def wide(self, button: DisplayButton, *, primary: bool = False) -> Wide:
        """A button as wide as it may be."""
        made = Wide(self.look, button, self.stage, primary=primary)
        made.clicked.connect(lambda _=False: self.tap(button.action))
        return made


def _stamps(make: Maker, stamps: tuple[DisplayStamps, ...]) -> tuple[StampRow, ...]:
    return tuple(StampRow(make.look, one, make.stage) for one in stamps)


def _member(make: Maker, scene: Member) -> Parts:
    main: list[Block] = [
        make.text(scene.greeting, "display_headline"),
        make.figure(scene.points, scene.points_word, "display_huge"),
    ]
    if scene.worth:
        main.append(make.text(scene.worth, "display_money"))
    if scene.cue:
        main.append(make.signed(scene.cue, "sparkle", "display_strong", "positive"))
    level = scene.level
    shown: list[Block | None] = [*_stamps(make, scene.stamps)]
    if scene.reward:
        ink = "positive" if scene.reward_ready else "muted"
        shown.append(make.signed(scene.reward, "gift", "display_strong", ink))
    if level is not None:
        told = " \u00b7 ".join(part for part in (level.name, level.next) if part)
        shown.append(make.signed(told, "medal", "pad_caption", "muted"))
    keys = (make.wide(scene.choose, primary=True),) if scene.choose else ()
    return Parts(main=main, side=(make.panel(*shown),) if shown else (), keys=keys)


def _earned(make: Maker, scene: Earned) -> Parts:
    main: list[Block] = []
    if scene.gained:
        main.append(make.figure(scene.gained, scene.gained_word, "display_gained", "accent"))
    else:
        main.append(make.text(scene.headline, "display_headline"))
    if scene.why:
        main.append(make.text(scene.why, "pad_note", "muted"))
    if scene.cue:
        main.append(make.signed(scene.cue, "sparkle", "display_strong", "positive"))
    balance = f"{scene.points} {scene.worth}".strip()
    foot = make.panel(
        *_stamps(make, scene.stamps),
        make.text(balance, "display_strong") if balance else None,
    )
    return Parts(main=main, foot=(foot,) if foot.blocks else ())


def _choose(make: Maker, scene: Choose) -> Parts:
    tiles = []
    for each in scene.tiles:
        tile = Tile(make.look, each, make.stage)
        tile.clicked.connect(lambda _=False, action=each.action: make.tap(action))
        tiles.append(tile)
    main = [make.text(scene.headline, "display_title")]
    if make.upright:
        # Across, the balance stands in the head, where there is room for it.
        main.append(make.text(scene.balance, "pad_caption", "muted"))
    return Parts(main=main, grid=tiles, columns=(2, 1), keys=(make.wide(scene.not_now),))


def _scratch(make: Maker, scene: Scratch) -> Parts:
    words = (scene.title, scene.prize)
    field = ScratchField(make.look, words, make.stage, lambda: make.tap(scene.show.action))
    field.set_open(is_open=scene.open, under=make.words.under())
    main = (
        make.text(scene.headline, "display_title"),
        make.text(scene.caption, "pad_caption", "muted"),
    )
    odds = make.text(" \u00b7 ".join(scene.odds), "pad_note", "muted")
    keys = () if scene.open else (make.wide(scene.show),)
    return Parts(main=main, side=(field, odds), keys=keys)


def _question(make: Maker, scene: Question) -> Parts:
    faces = []
    for each in scene.answers:
        face = Face(make.look, each, make.stage)
        face.clicked.connect(lambda _=False, action=each.action: make.tap(action))
        faces.append(face)
    return Parts(
        main=(make.text(scene.headline, "display_title"),),
        grid=faces,
        columns=(4, 2),
        foot=(make.text(scene.note, "pad_caption", "muted"),),
        tile_most=0.7 if not make.upright else 0.32,
    )


def _consents(make: Maker, scene: Consents) -> Parts:
    main = (
        make.text(scene.headline, "display_title"),
        make.text(scene.sentence, "display_strong"),
        make.text(scene.note, "pad_note", "muted"),
        make.text(scene.step, "pad_note", "muted"),
    )
    return Parts(main=main, keys=(make.wide(scene.no), make.wide(scene.yes)))


def _card(make: Maker, scene: Card) -> Parts:
    main = (
        make.text(scene.headline, "display_title"),
        make.text(scene.caption, "pad_caption", "muted"),
    )
    code = CodePicture(make.look, scene.modules, scene.headline, make.stage)
    return Parts(main=main, side=(code,), keys=(make.wide(scene.done),))


def _history(make: Maker, scene: History) -> Parts:
    main: list[Block] = [make.text(scene.headline, "display_title")]
    if make.upright:
        main.append(make.text(scene.balance, "pad_caption", "muted"))
    main.append(HistoryRows(make.look, scene.rows, make.stage, upright=make.upright))
    if scene.note:
        main.append(make.text(scene.note, "pad_note", "muted"))
    return Parts(main=main, at_top=True)


def _thanks(make: Maker, scene: Thanks) -> Parts:
    main = (
        make.text(scene.headline, "display_headline"),
        make.text(scene.caption, "pad_caption", "muted"),
    )
    foot = (make.text(scene.balance, "display_money"),) if scene.balance else ()
    return Parts(main=main, foot=foot)


BUILDERS: Mapping[type[Scene], Callable[[Maker, Any], Parts]] = MappingProxyType(
    {
        Member: _member,
        Earned: _earned,
        Choose: _choose,
        Scratch: _scratch,
        Question: _question,
        Consents: _consents,
        Card: _card,
        History: _history,
        Thanks: _thanks,
    }
)


def build(make: Maker, scene: Scene) -> Parts:
    """Makes the widgets of a scene, all of them children of the stage."""
    return BUILDERS[type(scene)](make, scene)
