"""What happens between a till and its tablets: messages to the one, orders to the other."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from terminal.till.screens_display import AnyDisplay
from terminal.till.tablet_state import PairedTablet, TabletSetting


class TabletsRun(msgspec.Struct, frozen=True, kw_only=True):
    """Tablets may come to `address` (empty: they may not, `problem` says why)."""

    address: str = ""
    fingerprint: str = ""
    problem: str = ""


class TabletJoins(msgspec.Struct, frozen=True, kw_only=True):
    """A browser gave the right code; it is let in as soon as it is among the known ones."""

    tablet: str
    name: str
    digest: str


class TabletCodeOver(msgspec.Struct, frozen=True, kw_only=True):
    """A code is of no more use: `used`, `late` or tried too often (`tries`)."""

    why: str


class TabletsHere(msgspec.Struct, frozen=True, kw_only=True):
    """These tablets show the customer's screen now."""

    tablets: tuple[str, ...] = ()


class TabletScene(msgspec.Struct, frozen=True, kw_only=True):
    """What a tablet shows, every word said already, and what a page says around it.

    `count` says how many digits were typed, `left` how much time there is. `away` stands when
    the till cannot be heard; nothing of a member does then.
    """

    shown: AnyDisplay
    private: str = ""
    count: str = ""
    left: str = ""
    away: str = ""


class RunTablets(msgspec.Struct, frozen=True, kw_only=True):
    """Let tablets come as the setting says, or not; `words` are the page's, by what they are for.

    Refusals stand among them by their code.
    """

    setting: TabletSetting
    language: str = "en"
    shop: str = ""
    words: Mapping[str, str] = {}


class KnowTablets(msgspec.Struct, frozen=True, kw_only=True):
    """These may show the screen from now on, and no others. Sent after it is kept."""

    paired: tuple[PairedTablet, ...]


class OfferTablet(msgspec.Struct, frozen=True, kw_only=True):
    """Let one browser in that gives this code; an empty code ends the one before."""

    code: str = ""

    def __repr__(self) -> str:
        """Tell no code."""
        return "OfferTablet()"


class ShowTablet(msgspec.Struct, frozen=True, kw_only=True):
    """Show this on every tablet."""

    scene: TabletScene

    def __repr__(self) -> str:
        """Name the kind only: a member is named in the scene."""
        return f"ShowTablet({type(self.scene.shown).__name__})"


class ShowSlides(msgspec.Struct, frozen=True, kw_only=True):
    """These pictures of the owner's folder may be fetched from now on, and no others."""

    folder: str = ""
    names: tuple[str, ...] = ()


TabletSaid = TabletsRun | TabletJoins | TabletCodeOver | TabletsHere
TabletOrder = RunTablets | KnowTablets | OfferTablet | ShowTablet | ShowSlides
