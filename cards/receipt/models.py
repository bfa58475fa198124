"""What a printer can: as the library's list says of its model, or what all of them can."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from cards.receipt.letters import COMMON
from cards.receipt.library import escpos
from cards.receipt.papers import Paper

_UNKNOWN: Final = "Unknown"


class Model(msgspec.Struct, frozen=True, kw_only=True):
    """The code pages by name, whether the printer draws QR codes itself, and how it cuts.

    `draws_codes` false has them sent as pictures, which every printer of pictures prints.
    """

    pages: dict[str, int]
    draws_codes: bool
    cuts: bool


def model_of(name: str, paper: Paper) -> Model:
    """Look a model up by the name that the printer gave; anything unknown is taken carefully."""
    listed = _listed(name)
    if listed is None:
        # A cut is ignored where there is no knife; the narrow ones have none.
        return Model(pages=COMMON, draws_codes=False, cuts=paper.width_dots > 400)  # noqa: PLR2004
    features = listed["features"]
    # Some models are said to have a page at several places; the first is that of all makers.
    slots = sorted(((int(slot), page) for slot, page in listed["codePages"].items()), reverse=True)
    pages = {page: slot for slot, page in slots if page != _UNKNOWN}
    return Model(
        pages=pages,
        draws_codes=bool(features.get("qrCode")),
        cuts=bool(features.get("paperFullCut") or features.get("paperPartCut")),
    )


def profile_for(paper: Paper, model: Model) -> Any:
    """Make the library's profile of a printer with this paper."""
    profile = escpos("capabilities").Profile(
        columns=paper.columns,
        features={
            "bitImageRaster": True,
            "qrCode": model.draws_codes,
            "paperFullCut": model.cuts,
            "paperPartCut": model.cuts,
        },
    )
    profile.profile_data = {
        "name": "receipt",
        "codePages": {str(slot): page for page, slot in model.pages.items()},
        "fonts": {"0": {"columns": paper.columns, "name": "Font A"}},
        "media": {"dpi": 203, "width": {"mm": 72, "pixels": paper.width_dots}},
    }
    return profile


def _listed(name: str) -> dict[str, Any] | None:
    if not name:
        return None
    profiles: dict[str, dict[str, Any]] = escpos("capabilities").CAPABILITIES["profiles"]
    wanted = name.upper()
    # A TM-T20III is none of the list; what was said of the TM-T20II is not said of it.
    exact = {each.upper(): each for each in profiles if each not in ("default", "simple")}
    return profiles[exact[wanted]] if wanted in exact else None
