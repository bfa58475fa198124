"""Cards are made behind F10: a design, how many, Enter; they are drawn while the counter sells."""

from __future__ import annotations

from typing import Final

from loyalty import staff
from loyalty.errors import Refusal
from terminal.till import (
    card_jobs,
    card_stock,
    cards_place,
    cards_rest,
    cards_rows,
    cards_shift,
    listing,
    logo_set_up,
    staff_books,
    strip,
)
from terminal.till.camera_values import MenuRow
from terminal.till.card_jobs import Job
from terminal.till.card_values import (
    PAPERS_STAGE,
    PLACE_STAGE,
    REST_STAGE,
    SHIFT_STAGE,
    CardOrder,
    CardSaid,
    CardsMade,
    CardsSent,
    CardsStep,
    DesignsFound,
    FindDesigns,
    PrintCards,
    StopCards,
)
from terminal.till.cards_rows import LETTERS, STOP, TO_PRINTER, Row
from terminal.till.desk import Desk
from terminal.till.effects import Effect

MODE: Final = "cards"
ICON: Final = "identification-card"
FIRST_MANY: Final = 10
MANY_MAX: Final = 500
MANY_DIGITS: Final = 3
STOPPED: Final = "cards_stopped"


def open_set_up(desk: Desk) -> list[Effect]:
    """Show the designs. Raises Refusal `staff_manager` for whoever may not."""
    at = desk.crew.at
    if staff_books.are_several(desk) and (at is None or not staff.may(at.role, staff.SETTINGS)):
        raise Refusal("staff_manager")
    desk.mode, desk.chosen, desk.typed = MODE, 0, ""
    desk.making.stage = ""
    cards_rest.look(desk)
    if not desk.making.running:
        desk.making.made = None
        strip.note(desk, desk.say("Cards"), desk.say("Type how many, choose a design, then Enter."))
    return [FindDesigns()]


def heard(desk: Desk, message: CardSaid) -> list[Effect]:
    """Designs were found, a job came further, or it ended."""
    state = desk.making
    match message:
        case DesignsFound():
            state.designs = message.designs[: len(LETTERS)]
            state.stocks = tuple(one for one in message.stocks if one.cards)
            state.logo, state.printers = message.logo, message.printers
            if state.stock not in [one.name for one in state.stocks] and state.stocks:
                state.stock = state.stocks[0].name
            names = [one.name for one in state.designs]
            if state.design not in names and names:
                state.design = names[0]
            if desk.mode == MODE and not state.running:
                _stand(desk)
            return []
        case CardsStep():
            if message.job == state.running:
                state.step = message
            return []
        case CardsMade():
            return _ended(desk, message)
        case CardsSent():
            return _sent(desk, message)


def rows(desk: Desk) -> tuple[MenuRow, ...]:
    """Give what can be chosen now."""
    return tuple(each.row for each in cards_rows.rows(desk))


def pressed(desk: Desk, name: str) -> list[Effect] | None:
    """Take a named key; None when it means nothing special here."""
    if desk.making.stage:
        return _in_stage(desk, name)
    found = cards_rows.rows(desk)
    if name in ("Up", "Down"):
        listing.step(desk, name, len(found))
        _show(desk, found)
        return []
    if name == "Backspace":
        desk.typed = desk.typed[:-1]
        return []
    if name == "Enter":
        return _enter(desk, found)
    if name in listing.ENDS:
        desk.typed = ""
        listing.leave(desk)
        return []
    return None


def typed(desk: Desk, text: str) -> list[Effect]:
    """Digits are how many, a letter is its row."""
    if desk.making.running:
        return pick(desk, 0) if text.upper() == STOP else []
    if desk.making.stage == PLACE_STAGE:
        cards_place.typed(desk, text)
        return []
    if desk.making.stage == REST_STAGE:
        cards_rest.typed(desk, text)
        return []
    if text.isascii() and text.isdecimal() and not desk.making.stage:
        desk.typed = (desk.typed + text)[:MANY_DIGITS].lstrip("0")
        return []
    keys = [each.row.key for each in cards_rows.rows(desk)]
    return pick(desk, keys.index(text.upper())) if text.upper() in keys else []


def pick(desk: Desk, row: int) -> list[Effect]:
    """Choose what stands in a row, counted from 0; a design is shown, and Enter makes the cards.

    On a used sheet it is the place that was touched.
    """
    if desk.making.stage == PLACE_STAGE:
        if not cards_place.pick(desk, row):
            _back(desk)
        return []
    found = cards_rows.rows(desk)
    if not 0 <= row < len(found):
        return []
    what = found[row].what
    if desk.making.stage == PAPERS_STAGE:
        desk.making.stock, desk.making.start = what, 1
        _back(desk)
        return []
    if desk.making.stage == SHIFT_STAGE:
        cards_shift.pick(desk, row)
        return []
    desk.chosen = row
    if cards_rows.is_deed(what):
        return _do(desk, what)
    desk.making.design = what
    return []


def print_one(desk: Desk, number: str) -> list[Effect]:
    """Make one card for a member, with the design that was used last. Raises `cards_busy`."""
    return [_begin(desk, (number,))]


def what(desk: Desk) -> str:
    """Say what the chosen row is for: a design's or a paper's name, or one of the letters."""
    found = cards_rows.rows(desk)
    return found[desk.chosen].what if 0 <= desk.chosen < len(found) else ""


def many(desk: Desk) -> int:
    """Give how many are meant: what is typed, or a sheet."""
    return int(desk.typed) if desk.typed else FIRST_MANY


def state(desk: Desk) -> str:
    """Say in the menu how it stands."""
    if desk.making.running:
        return desk.say("Being made: {percent} %", percent=percent(desk))
    if card_jobs.unfinished(desk.ledger) is not None:
        return desk.say("A job is not finished yet")
    return desk.say("Print new cards, or one for a member")


def percent(desk: Desk) -> int:
    """Say how far the job is: half of it is drawing, the other half is reading back."""
    step = desk.making.step
    if step is None or not step.whole:
        return 0
    half = 50 * step.done // step.whole
    return 50 + half if step.checking else half


def _stand(desk: Desk) -> None:
    """Let the design in the picture be the row that is chosen."""
    names = [each.what for each in cards_rows.rows(desk)]
    if names and names[0].startswith(TO_PRINTER):
        desk.chosen = 0  # cards that are ready go to the printer next
        return
    desk.chosen = names.index(desk.making.design) if desk.making.design in names else 0


def _show(desk: Desk, found: tuple[Row, ...]) -> None:
    """The design that the arrows stand on is the one in the picture."""
    what = found[desk.chosen].what if 0 <= desk.chosen < len(found) else ""
    if what in [one.name for one in desk.making.designs]:
        desk.making.design = what


def _in_stage(desk: Desk, name: str) -> list[Effect] | None:
    """Take a key where something beside the design is chosen."""
    stage = desk.making.stage
    if name in listing.ENDS:
        _back(desk)
        return []
    if stage == PLACE_STAGE:
        if not cards_place.pressed(desk, name):
            _back(desk)
        return []
    if stage == REST_STAGE:
        if name == "Backspace":
            desk.typed = desk.typed[:-1]
        return _go_on_with_rest(desk) if name == "Enter" else []
    if name == "Enter":
        return pick(desk, desk.chosen)
    listing.step(desk, name, len(cards_rows.rows(desk)))
    return []


def _go_on_with_rest(desk: Desk) -> list[Effect]:
    _free(desk)
    return [_go(desk, cards_rest.begin(desk))]


def _back(desk: Desk) -> None:
    """Show all rows again, the design chosen: Enter makes cards."""
    desk.making.stage, desk.typed = "", ""
    _stand(desk)


def _enter(desk: Desk, found: tuple[Row, ...]) -> list[Effect]:
    what = found[desk.chosen].what if 0 <= desk.chosen < len(found) else ""
    if cards_rows.is_deed(what) and not desk.typed:
        return pick(desk, desk.chosen)
    if desk.making.running or not desk.making.designs:
        return []
    count = many(desk)
    if not 0 < count <= MANY_MAX:
        raise Refusal("cards_count")
    _free(desk)
    paper = cards_place.paper(desk)
    if paper is not None and not cards_place.count(desk):
        # Said before any number is made.
        raise Refusal("stock_size")
    made = card_stock.issue(desk, count)
    return [_begin(desk, made.numbers)]


def _do(desk: Desk, what: str) -> list[Effect]:
    match what:
        case cards_rows.PAPER | cards_rows.PLACE | cards_rows.SHIFT | cards_rows.REST:
            _open_stage(desk, what)
            return []
        case cards_rows.LOGO:
            return logo_set_up.open_set_up(desk)
        case "R":
            job = card_jobs.unfinished(desk.ledger)
            return [_go(desk, job)] if job is not None else []
        case "M":
            return print_one(desk, desk.closed_number)
        case _ if what.startswith(TO_PRINTER) and desk.making.made is not None:
            file = desk.making.made.out
            return [PrintCards(file=file, printer=what.removeprefix(TO_PRINTER))]
        case _:
            return [StopCards()]


def _open_stage(desk: Desk, what: str) -> None:
    desk.strip = None
    if what == cards_rows.PAPER:
        names = [one.name for one in desk.making.stocks]
        desk.making.stage, desk.typed = PAPERS_STAGE, ""
        desk.chosen = names.index(desk.making.stock)
    elif what == cards_rows.PLACE:
        cards_place.open_stage(desk)
    elif what == cards_rows.SHIFT:
        cards_shift.open_stage(desk)
    else:
        cards_rest.open_stage(desk)


def _free(desk: Desk) -> None:
    """Raise Refusal `cards_busy` while a job runs: its numbers would be burned."""
    if desk.making.running:
        raise Refusal("cards_busy")


def _begin(desk: Desk, numbers: tuple[str, ...]) -> CardOrder:
    _free(desk)
    job = card_jobs.begin(
        desk,
        numbers,
        design=desk.making.design,
        stock=desk.making.stock,
        start=cards_place.start(desk),
    )
    return _go(desk, job)


def _go(desk: Desk, job: Job) -> CardOrder:
    """Order a job, new or stopped before; nothing of it is recorded before its file is good."""
    _free(desk)
    state = desk.making
    name = f"cards-{desk.day()}-{job.job[-6:]}.pdf"
    state.running, state.step, state.made, state.many = job.job, None, None, len(job.numbers)
    desk.typed, desk.chosen = "", 0
    if desk.mode == MODE:
        desk.strip = None
    return card_jobs.order(desk, job, out=name, logo=state.logo)


def _sent(desk: Desk, message: CardsSent) -> list[Effect]:
    if message.problem:
        return strip.refused(desk, Refusal(message.problem))
    if desk.sale is not None or desk.question is not None:
        return []
    return strip.saved(desk, desk.say("Sent to {printer}", printer=message.printer))


def _ended(desk: Desk, message: CardsMade) -> list[Effect]:
    state = desk.making
    if message.job != state.running:
        return []
    state.running, state.step, state.made = "", None, message
    job = card_jobs.unfinished(desk.ledger)
    if not message.problem and job is not None and job.job == message.job:
        card_jobs.finish(desk, job)
        # Its places are used now: the next job begins on a sheet that somebody looks at.
        state.start, state.last = 1, job.numbers
    if desk.mode == MODE:
        _stand(desk)
    if message.problem == STOPPED:
        if desk.mode == MODE:
            strip.note(desk, desk.say("Stopped"), desk.say("The numbers wait: R goes on."))
        return []
    if message.problem:
        return strip.refused(desk, Refusal(message.problem))
    if desk.sale is not None or desk.question is not None:
        # Whoever is served now is not talked over: the menu says that they are ready.
        return []
    ready = desk.words.plural(
        "{n} card is ready, and can be read", "{n} cards are ready, and can be read", state.many
    )
    return strip.saved(desk, ready)
