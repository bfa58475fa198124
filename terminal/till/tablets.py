"""Which tablets show the customer's screen: kept, told to the service, heard from it."""

from __future__ import annotations

import msgspec

from terminal.till import display_set_up, draw_tablet, strip, tablet_words
from terminal.till.desk import Desk
from terminal.till.display_state import AUTO, BROWSER
from terminal.till.effects import Effect
from terminal.till.screens_display import AnyDisplay
from terminal.till.tablet_state import (
    CODE_LASTS_MS,
    CODE_LENGTH,
    CODE_LETTERS,
    TABLETS_MAX,
    Offer,
    PairedTablet,
    TabletSetting,
)
from terminal.till.tablet_told import (
    KnowTablets,
    OfferTablet,
    RunTablets,
    ShowSlides,
    ShowTablet,
    TabletCodeOver,
    TabletJoins,
    TabletOrder,
    TabletSaid,
    TabletsHere,
    TabletsRun,
)

KEPT = "tablet"
KEPT_PAIRED = "tablets_paired"
FINGERPRINT_SHOWN = 16
BYTE = 256


def change(desk: Desk, **fields: object) -> None:
    """Replace what the till knows of its tablets."""
    desk.tablets = msgspec.structs.replace(desk.tablets, **fields)


def restore(desk: Desk) -> None:
    """Know again whether tablets may come, and which."""
    raw, paired = desk.ledger.get(KEPT), desk.ledger.get(KEPT_PAIRED)
    change(
        desk,
        setting=msgspec.json.decode(raw, type=TabletSetting) if raw else TabletSetting(),
        paired=msgspec.json.decode(paired, type=tuple[PairedTablet, ...]) if paired else (),
    )


def switch(desk: Desk, setting: TabletSetting) -> None:
    """Let tablets come as this says, also after the next start. Raises Outage `disk_*`."""
    desk.ledger.put(KEPT, msgspec.json.encode(setting).decode())
    change(desk, setting=setting, address="", fingerprint="", problem="", here=(), offer=None)
    _have_side(desk)


def drop(desk: Desk, tablet: str) -> None:
    """Let a tablet show nothing any more. Raises Outage `disk_*`."""
    _keep(desk, tuple(one for one in desk.tablets.paired if one.tablet != tablet))


def offer(desk: Desk) -> list[Effect]:
    """Make a code that lets one more tablet in."""
    from cards.code import qr_modules

    known = desk.tablets
    code = _code(desk)
    link = f"{known.address}/#{code}"
    if known.fingerprint:
        link = f"{link}.{known.fingerprint[:FINGERPRINT_SHOWN]}"
    made = Offer(
        code=code,
        link=link,
        modules=qr_modules(link),
        until_ms=desk.clock.monotonic_ms() + CODE_LASTS_MS,
    )
    change(desk, offer=made)
    return [OfferTablet(code=code)]


def withdraw(desk: Desk) -> list[Effect]:
    """Let a code that was shown be of no more use."""
    if desk.tablets.offer is None:
        return []
    change(desk, offer=None)
    return [OfferTablet()]


def heard(desk: Desk, message: TabletSaid) -> list[Effect]:
    """Take what the service says. Raises Outage `disk_*`: then nobody is let in."""
    match message:
        case TabletsRun():
            change(
                desk,
                address=message.address,
                fingerprint=message.fingerprint,
                problem=message.problem,
            )
        case TabletJoins():
            return _joined(desk, message)
        case TabletCodeOver():
            return _over(desk, message)
        case TabletsHere():
            change(desk, here=message.tablets)
            _have_side(desk)
    return []


def due(desk: Desk) -> list[TabletOrder]:
    """Give what is to be told to the service now."""
    known = desk.tablets
    orders: list[TabletOrder] = []
    language = desk.words.language
    is_other = known.setting.is_on and known.spoken != language
    if known.setting != known.ordered or is_other:
        change(desk, ordered=known.setting, spoken=language)
        orders.append(
            RunTablets(
                setting=known.setting,
                language=language,
                shop=desk.shop.name,
                words=tablet_words.words(desk),
            )
        )
    if known.paired != known.known:
        change(desk, known=known.paired)
        orders.append(KnowTablets(paired=known.paired))
    slides = (desk.guest.settings.folder, desk.guest.pictures)
    if known.setting.is_on and slides != known.slides:
        change(desk, slides=slides)
        orders.append(ShowSlides(folder=slides[0], names=slides[1]))
    return orders


def shown(desk: Desk, side: AnyDisplay | None) -> ShowTablet | None:
    """Give what the tablets show, where there may be any."""
    if not desk.tablets.setting.is_on:
        return None
    return ShowTablet(scene=draw_tablet.scene(desk, side))


def stand_in(desk: Desk) -> bool:
    """Say whether a tablet takes the place of a screen, so that no pad covers the counter."""
    return BROWSER in desk.guest.live and desk.guest.settings.where == AUTO


def _joined(desk: Desk, message: TabletJoins) -> list[Effect]:
    if desk.tablets.offer is None:
        # It was withdrawn in the same moment; whoever asked is told that nobody answered.
        return []
    one = PairedTablet(
        tablet=message.tablet,
        name=message.name,
        digest=message.digest,
        at_us=desk.clock.now_us(),
    )
    # The one that was connected first makes room, so that nobody is locked out by old tablets.
    _keep(desk, (*desk.tablets.paired, one)[-TABLETS_MAX:])
    change(desk, offer=None)
    return strip.saved(desk, desk.say("A tablet is connected: {name}.", name=message.name))


def _over(desk: Desk, message: TabletCodeOver) -> list[Effect]:
    if desk.tablets.offer is None:
        return []
    change(desk, offer=None)
    word = desk.say("Tablet")
    if message.why == "tries":
        return strip.note(
            desk, word, desk.say("The code was typed wrong too often. Ask for a new one.")
        )
    return strip.note(desk, word, desk.say("The code has run out. Ask for a new one."))


def _keep(desk: Desk, paired: tuple[PairedTablet, ...]) -> None:
    desk.ledger.put(KEPT_PAIRED, msgspec.json.encode(paired).decode())
    here = tuple(one for one in desk.tablets.here if one in {known.tablet for known in paired})
    change(desk, paired=paired, here=here)
    _have_side(desk)


def _have_side(desk: Desk) -> None:
    """Members have a side of their own while a tablet is here that may be typed on."""
    guest, known = desk.guest, desk.tablets
    is_live = bool(known.here) and not known.setting.plain
    without = guest.live - {BROWSER}
    guest.live = without | {BROWSER} if is_live else without
    if not guest.live:
        guest.choosing_until_ms, guest.visit = 0, None
    display_set_up.follow(desk)


def _code(desk: Desk) -> str:
    letters = len(CODE_LETTERS)
    # Bytes above the last whole multiple would make some letters likelier than others.
    fair = BYTE - BYTE % letters
    code = ""
    while len(code) < CODE_LENGTH:
        code += "".join(CODE_LETTERS[one % letters] for one in desk.randomness(16) if one < fair)
    return code[:CODE_LENGTH]
