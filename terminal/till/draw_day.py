"""Draws so far today beside what is left to do before the day is closed."""

from __future__ import annotations

from loyalty import shift
from loyalty.shift import Tally
from terminal.till import backup_words, day_report
from terminal.till.desk import Desk
from terminal.till.digits import amount_minor, is_figure
from terminal.till.screens import Action, Frame, Row, Typed
from terminal.till.screens_staff import Check, Day


def day(desk: Desk, frame: Frame) -> Day:
    """Draw the day."""
    found, say = desk.crew.shift, desk.say
    number = desk.words.points(found.number)
    return Day(
        frame=frame,
        title=say("Day {number}", number=number),
        period=day_report.period(desk, found) or say("Nothing yet"),
        figures=_figures(desk),
        head=(say("Who"), say("With a member"), say("Given"), say("Spent")),
        table=_table(desk),
        counts=tuple(
            Row(label=label, figure=figure, icon="dot-outline")
            for label, figure in day_report.seldom(desk, found)
        ),
        side_title=say("Before closing"),
        checks=_checks(desk),
        typed=_typed(desk),
        advice=say("From the slip of your cash register. Enter skips it."),
        printed=Action(key="F5", label=say("Print")),
        again=Action(
            key="F8",
            label=say("Open day {number} again", number=desk.words.points(found.before.number)),
        )
        if found.before
        else None,
        esc=Action(key="Esc", label=say("Back")),
        enter=_enter(desk),
    )


def _enter(desk: Desk) -> Action:
    has_more = bool(desk.typed) and not desk.crew.asks_turnover
    label = desk.say("Next") if has_more else desk.say("Close the day")
    return Action(key="Enter", label=label, ready=bool(desk.crew.shift.by_actor))


def _figures(desk: Desk) -> tuple[Row, ...]:
    words, total = desk.words, desk.crew.shift.total()
    worth = desk.programmes[-1].worth_minor
    share = shift.share_percent(total.sales, desk.crew.receipts or 0)
    bought = words.money(total.turnover_minor)
    of_all = (
        desk.say(
            "of {n} sales = {share}",
            n=words.points(desk.crew.receipts or 0),
            share=words.percent(share),
        )
        if share is not None
        else bought
    )
    return (
        Row(label=desk.say("With a member"), figure=words.points(total.sales), second=of_all),
        Row(
            label=desk.say("New members"),
            figure=words.points(total.joined),
            second=desk.say("This till"),
        ),
        Row(
            label=desk.say("Points given"),
            figure=words.points(total.given),
            second=words.money(worth(total.given)),
        ),
        Row(
            label=desk.say("Points spent"),
            figure=words.points(total.used),
            second=words.money(worth(total.used)),
        ),
    )


def _table(desk: Desk) -> tuple[tuple[str, ...], ...]:
    found = desk.crew.shift
    rows = [_line(desk, day_report.who(desk, who), each) for who, each in found.by_actor.items()]
    return (*rows, _line(desk, desk.say("In all"), found.total()))


def _line(desk: Desk, name: str, tally: Tally) -> tuple[str, ...]:
    words = desk.words
    return (
        name,
        words.points(tally.sales),
        words.points(tally.given),
        words.points(tally.used),
    )


def _checks(desk: Desk) -> tuple[Check, ...]:
    say, unsent = desk.say, desk.ledger.unsent()
    sent = Check(word=say("Everything is sent"))
    if unsent:
        word = say("{count} to send, nothing is lost", count=desk.words.points(unsent))
        sent = Check(word=word, is_done=False)
    waiting = len(desk.forgotten)
    let_go = Check(word=say("No amount is missing"))
    if waiting:
        word = desk.words.plural(
            "{n} member without an amount", "{n} members without an amount", waiting
        )
        let_go = Check(word=word, is_done=False)
    notice = backup_words.notice(desk)
    copies = () if notice is None else (Check(word=notice.word, is_done=False),)
    return (sent, let_go, *copies)


def _typed(desk: Desk) -> Typed:
    if not desk.crew.asks_turnover:
        return Typed(text=desk.typed, hint=desk.say("Receipts of the register"), icon="receipt")
    text = desk.typed
    if text and is_figure(text):
        text = desk.words.money(amount_minor(text, desk.shop.scale))
    return Typed(text=text, hint=desk.say("Turnover of the register"), icon="coins")
