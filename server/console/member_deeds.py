"""What can be done on the page of a member: each button opens a dialog, and each deed is noted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from loyalty import ids
from loyalty.accounts import POINTS, stamps, voucher
from server.commands.sealed_notes import TEXT_MAX, Written
from server.console.audit import Note
from server.console.kit import downloads, notices
from server.console.kit.controls import Choice, Field, button
from server.console.kit.dialogs import Dialog
from server.console.kit.parts import text
from server.console.member_words import doing, reasons, whole
from server.helping.approving import Wish
from server.helping.desk import Helping
from server.helping.history import Line
from server.helping.member import View
from storage.records import ACTIVE

if TYPE_CHECKING:
    from server.console.page import Visit

Again = Callable[[], Awaitable[None]]


def new_request(visit: Visit) -> str:
    """Make the id under which something is done once, however often it is pressed."""
    randomness = visit.desk.access.randomness(ids.RANDOM_BYTES)
    return ids.uuid7(visit.desk.now_us(), randomness)


def buttons(visit: Visit, view: View, again: Again) -> None:
    """Put what this person may do for this member."""
    say, who = visit.say, view.member.member_id
    if visit.may("members.help"):
        button(visit, say("Give or take"), partial(_adjust, visit, view, again), kind="primary")
        if not view.is_erased:
            button(visit, say("Add a note"), partial(_note, visit, who, again))
            button(visit, say("Change data"), partial(_change, visit, view, again))
        button(visit, say("Another card"), partial(_card, visit, who, again))
        button(visit, say("Take the PIN away"), partial(_pin, visit, who, again))
    if visit.may("members.change"):
        is_active = view.member.status == ACTIVE
        word = say("Block") if is_active else say("Let in again")
        button(visit, word, partial(_block, visit, who, again, blocked=is_active))
        if view.stand.programme.tiers:
            button(visit, say("Give a level"), partial(_level, visit, view, again))
        button(visit, say("Merge"), partial(_merge, visit, view, again))
    if visit.may("members.erase"):
        button(visit, say("Keep the data longer"), partial(_hold, visit, who, again))
        button(visit, say("Download all data"), partial(_export, visit, who))
        button(visit, say("Erase"), partial(_erase, visit, view, again), kind="harmful")


async def take_back(visit: Visit, line: Line, again: Again) -> None:
    """Take an adjustment, a transfer or a merge back, after asking."""
    about = str(line.data.get("into", line.data.get("member", "")))
    now_us, request = visit.desk.now_us(), new_request(visit)
    commands = visit.desk.books.commands()

    def fill() -> None:
        if line.undoable:
            sentence = visit.say(
                "The same amount is moved back. What was used meanwhile is made up first from what"
                " comes in later. Both stay in the history."
            )
        else:
            sentence = visit.say(
                "The second card gets a member of its own again. What came from it goes back as far"
                " as nobody used it and no till has it to itself. Later visits stay here, and name"
                " and phone have to be told again."
            )
        text(sentence, "p")

    async def do() -> None:
        act = commands.undo if line.undoable else commands.unmerge
        what = "undone" if line.undoable else "unmerged"
        note = Note(what=what, about=about, detail=line.event_id)
        answer: dict[str, Any] = await doing(
            visit, "members.change", note, lambda: act(request, line.event_id, now_us)
        )
        await again()
        left = sum(answer.get("left_out", {}).values())
        notices.say(
            visit.plural("Parted. {n} could not go back.", "Parted. {n} could not go back.", left)
            if left
            else visit.say("Done.")
        )

    word = visit.say("Take back") if line.undoable else visit.say("Part again")
    Dialog(visit, word).open(fill, word, do)


async def drop_note(visit: Visit, who: str, note: Written, again: Again) -> None:
    """Delete a note."""
    noted = Note(what="note_deleted", about=who, detail=note.note_id)
    desk = Helping(visit.desk.access)
    await doing(visit, "members.help", noted, lambda: desk.drop_note(who, note.note_id))
    await again()
    notices.say(visit.say("The note is deleted."))


async def _adjust(visit: Visit, view: View, again: Again) -> None:
    programme, words = view.stand.programme, visit.words
    units = [(POINTS, visit.say("Points"))]
    units += [(stamps(c.id), programme.text(c.name, words.language)) for c in programme.stamp_cards]
    units += [(voucher(r.id), programme.text(r.name, words.language)) for r in programme.rewards]
    request, made = new_request(visit), dict[str, Any]()

    def fill() -> None:
        made["unit"] = Choice(visit.say("What"), units)
        made["amount"] = Field(
            visit.say("How many"),
            hint=visit.say("With a minus in front it is taken."),
            most=12,
            inputmode="numeric",
        )
        made["reason"] = Choice(visit.say("Reason"), reasons(visit))

    async def do() -> None:
        amount = whole(made["amount"].value)
        wish = Wish(amount=amount, unit=made["unit"].value, reason=made["reason"].value)
        detail = f"{wish.amount} {wish.unit} {wish.reason}"
        note = Note(what="adjusted", about=view.member.member_id, detail=detail)
        done = await doing(
            visit,
            "members.help",
            note,
            lambda: Helping(visit.desk.access).adjust(
                request, view.member.member_id, wish, visit.who.user_id, visit.desk.now_us()
            ),
        )
        await again()
        if "approval" in done.answer:
            notices.say(
                visit.say("That is above the limit: a second person has to approve."), "info"
            )
        else:
            notices.say(visit.say("Done."))

    Dialog(visit, visit.say("Give or take")).open(fill, visit.say("Save"), do)


async def _note(visit: Visit, who: str, again: Again) -> None:
    made = dict[str, Field]()

    def fill() -> None:
        made["text"] = Field(
            visit.say("Note"),
            hint=visit.say("The member may read it in their own data."),
            lines=4,
            most=TEXT_MAX,
        )

    await _ask(
        visit,
        visit.say("Add a note"),
        fill,
        ("members.help", Note(what="note_added", about=who)),
        lambda: Helping(visit.desk.access).add_note(
            who, made["text"].value, visit.who.user_id, visit.desk.now_us()
        ),
        again,
    )


async def _change(visit: Visit, view: View, again: Again) -> None:
    made = dict[str, Field]()
    labels = {
        "name": visit.say("Name"),
        "phone": visit.say("Phone"),
        "email": visit.say("Mail"),
        "birthday": visit.say("Birthday, as 11-22"),
    }

    def fill() -> None:
        for name, label in labels.items():
            made[name] = Field(label, value=view.fields.get(name, ""), most=200)

    def run() -> object:
        fields = {name: field.value for name, field in made.items()}
        return Helping(visit.desk.access).change(view.member.member_id, fields, visit.desk.now_us())

    note = Note(what="person_changed", about=view.member.member_id)
    await _ask(visit, visit.say("Change data"), fill, ("members.help", note), run, again)


async def _card(visit: Visit, who: str, again: Again) -> None:
    made, request = dict[str, Field](), new_request(visit)

    def fill() -> None:
        hint = visit.say(
            "The old card finds nobody from then on. The new one pays for rewards after a day, or"
            " with the PIN."
        )
        made["number"] = Field(
            visit.say("Number of the new card"), hint=hint, most=24, inputmode="numeric"
        )

    await _ask(
        visit,
        visit.say("Another card"),
        fill,
        ("members.help", Note(what="card_replaced", about=who)),
        lambda: visit.desk.books.commands().replace_card(
            request, who, made["number"].value, visit.desk.now_us()
        ),
        again,
    )


async def _pin(visit: Visit, who: str, again: Again) -> None:
    request = new_request(visit)
    sentence = visit.say("The member chooses a new one at the till or on the own page.")
    await _ask(
        visit,
        visit.say("Take the PIN away"),
        lambda: _sentence(sentence),
        ("members.help", Note(what="pin_reset", about=who)),
        lambda: visit.desk.books.commands().reset_pin(request, who, visit.desk.now_us()),
        again,
    )


async def _block(visit: Visit, who: str, again: Again, *, blocked: bool) -> None:
    request = new_request(visit)
    title = visit.say("Block") if blocked else visit.say("Let in again")
    sentence = visit.say("A blocked member collects nothing and uses nothing, at every till.")
    note = Note(what="member_blocked" if blocked else "member_unblocked", about=who)
    await _ask(
        visit,
        title,
        lambda: _sentence(sentence),
        ("members.change", note),
        lambda: visit.desk.books.commands().block(
            request, who, visit.desk.now_us(), blocked=blocked
        ),
        again,
    )


async def _level(visit: Visit, view: View, again: Again) -> None:
    programme, request, made = view.stand.programme, new_request(visit), dict[str, Any]()
    tiers = [(t.id, programme.text(t.name, visit.words.language)) for t in programme.tiers]

    def fill() -> None:
        made["level"] = Choice(visit.say("Level"), [*tiers, ("", visit.say("None by hand"))])
        made["day"] = Field(
            visit.say("Last day"), kind="date", hint=visit.say("Five years ahead at most.")
        )
        made["reason"] = Choice(visit.say("Reason"), reasons(visit))

    def run() -> object:
        wish = (made["level"].value, made["day"].value, made["reason"].value)
        return visit.desk.books.commands().give_level(
            request, view.member.member_id, wish, visit.desk.now_us()
        )

    note = Note(what="level_given", about=view.member.member_id)
    await _ask(visit, visit.say("Give a level"), fill, ("members.change", note), run, again)


async def _merge(visit: Visit, view: View, again: Again) -> None:
    made, request, who = dict[str, Field](), new_request(visit), view.member.member_id

    def fill() -> None:
        hint = visit.say(
            "What the other one has comes here, and their card finds this member. Name and phone"
            " stay as they are here. It can be parted again, but not wholly."
        )
        made["other"] = Field(visit.say("Card of the other one"), hint=hint, most=64)

    await _ask(
        visit,
        visit.say("Merge"),
        fill,
        ("members.change", Note(what="merged", about=who)),
        lambda: visit.desk.books.commands().merge(
            request, who, made["other"].value, visit.desk.now_us()
        ),
        again,
    )


async def _hold(visit: Visit, who: str, again: Again) -> None:
    made = dict[str, Field]()

    def fill() -> None:
        hint = visit.say("A file number or so, and no name. Empty lets the data go in its time.")
        made["why"] = Field(visit.say("Why it is kept"), hint=hint, most=100)

    await _ask(
        visit,
        visit.say("Keep the data longer"),
        fill,
        ("members.erase", Note(what="keeping_held", about=who)),
        lambda: Helping(visit.desk.access).hold(
            who, made["why"].value.strip(), visit.who.user_id, visit.desk.now_us()
        ),
        again,
    )


async def _export(visit: Visit, who: str) -> None:
    note = Note(what="exported", about=who)
    found = await doing(
        visit, "members.erase", note, lambda: visit.desk.books.commands().export(who)
    )
    downloads.give_json(found, "member.json")


async def _erase(visit: Visit, view: View, again: Again) -> None:
    who, request = view.member.member_id, new_request(visit)
    sentence = visit.say(
        "Name, phone number, consents, notes and messages are deleted for ever. The card keeps its"
        " points, and nobody knows any more whose they are."
    )
    await _ask(
        visit,
        visit.say("Erase"),
        lambda: _sentence(sentence),
        ("members.erase", Note(what="member_erased", about=who)),
        lambda: visit.desk.books.commands().erase(request, who, visit.desk.now_us()),
        again,
        kind="harmful",
    )


async def _ask(  # noqa: PLR0917 - a dialog is all of these
    visit: Visit,
    title: str,
    fill: Callable[[], None],
    noted: tuple[str, Note],
    run: Callable[[], object],
    again: Again,
    kind: str = "primary",
) -> None:
    async def do() -> None:
        await doing(visit, noted[0], noted[1], run)
        await again()
        notices.say(visit.say("Done."))

    Dialog(visit, title).open(fill, title if kind == "harmful" else visit.say("Save"), do, kind)


def _sentence(sentence: str) -> None:
    text(sentence, "p")
