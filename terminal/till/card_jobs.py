"""A job of cards: kept until its file is good, so that what was cut off goes on by one key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from loyalty import number
from loyalty.benefits.levels import tier_on
from loyalty.card_stock import PRINTED, Printed
from loyalty.errors import Refusal
from storage.ports import Ledger
from terminal.till import card_shifts, card_stock, recorder, roll
from terminal.till.card_values import PDF, CardWanted, MakeCards
from terminal.till.desk import Desk

KEPT: Final = "card_job"


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What is being made. It names numbers and never people: who is erased stays erased."""

    job: str
    numbers: tuple[str, ...]
    design: str
    stock: str
    start: int = 1


def unfinished(ledger: Ledger) -> Job | None:
    """Give the job whose file was never called good."""
    raw = ledger.get(KEPT)
    return msgspec.json.decode(raw, type=Job) if raw else None


def begin(desk: Desk, numbers: Sequence[str], *, design: str, stock: str, start: int = 1) -> Job:
    """Keep a new job before anything is drawn, in the place of one that was left.

    The numbers of that one are not lost: they stand in their batch as never printed. Raises
    Refusal `cards_none` without any number.
    """
    if not numbers:
        raise Refusal("cards_none", "there is no card to print")
    made = Job(
        job=recorder.new_id(desk),
        numbers=tuple(numbers),
        design=design,
        stock=stock,
        start=start,
    )
    keep(desk, made)
    return made


def keep(desk: Desk, job: Job) -> None:
    """Keep a job, as it is now."""
    desk.ledger.put(KEPT, msgspec.json.encode(job).decode())


def changed(desk: Desk, job: Job, *, design: str, stock: str, start: int) -> Job:
    """Let a job that was stopped go on otherwise; what is empty or 0 stays as it was."""
    made = msgspec.structs.replace(
        job,
        design=design or job.design,
        stock=stock or job.stock,
        start=start or job.start,
    )
    keep(desk, made)
    return made


def order(desk: Desk, job: Job, *, out: str, logo: str) -> MakeCards:
    """Give the order for whoever draws: names, languages and levels as the shop knows them now.

    The printer's shift is the one that was kept for this paper.
    """
    return MakeCards(
        job=job.job,
        cards=tuple(wanted(desk, one) for one in job.numbers),
        design=job.design,
        stock=job.stock,
        start=job.start,
        out=out,
        shop=desk.shop.name,
        issuer=desk.shop.issuer,
        logo=logo,
        nudge=card_shifts.nudge(desk.ledger, job.stock),
    )


def rest(desk: Desk, good: int, *, design: str = "", stock: str = "", start: int = 1) -> Job:
    """Keep a job of what is missing of the last one, of which so many cards came out well.

    Raises Refusal `cards_rest` where that leaves nothing, or nothing was made here.
    """
    made = last_made(desk)
    if made is None or not 0 <= good < len(made.numbers):
        many = len(made.numbers) if made else 0
        raise Refusal("cards_rest", f"of {many} cards so many are no part", got=good)
    return begin(
        desk,
        made.numbers[good:],
        design=design or made.design,
        stock=stock or made.stock,
        start=start,
    )


def good_of(numbers: Sequence[str], text: str) -> int:
    """Say how many cards came out well: a count, or the number of the last good card.

    Raises Refusal `cards_rest` for a card that is none of them.
    """
    bare = "".join(text.split())
    if len(bare) == number.LENGTH:
        if bare not in numbers:
            raise Refusal("cards_rest", "this card is none of the last job")
        return tuple(numbers).index(bare) + 1
    if not (bare.isascii() and bare.isdecimal()):
        raise Refusal("cards_rest", "say how many are good, or the number of the last good card")
    return int(bare)


def last_made(desk: Desk) -> Printed | None:
    """Give the job whose file was made last at this till, whole."""
    found: Printed | None = None
    for stored in desk.ledger.cards.of(PRINTED):
        said = card_stock.said_of(stored)
        if said is None:
            continue
        goes_on = found is not None and found.job == said.job
        before = found.numbers if found is not None and goes_on else ()
        found = msgspec.structs.replace(said, numbers=(*before, *said.numbers))
    return found


def wanted(desk: Desk, card: str) -> CardWanted:
    """Give what stands on a card; a blank one has a number only."""
    member = roll.by_number(desk, card)
    person = roll.person(desk, member.member_id) if member else None
    if member is None:
        return CardWanted(number=card, language=desk.shop.language)
    language = person.language if person and person.language else desk.shop.language
    level, rank = _level(desk, member.account, language)
    name = person.name if person else ""
    return CardWanted(number=card, name=name, language=language, level=level, rank=rank)


def _level(desk: Desk, account: str, language: str) -> tuple[str, int]:
    """Give the name of a member's level and which it is, from 1; empty and 0 without one."""
    programme = recorder.programme(desk)
    tier = tier_on(programme, roll.standing(desk, account).counters, desk.day())
    if tier is None:
        return "", 0
    rank = [one.id for one in programme.tiers].index(tier.id) + 1
    return programme.text(tier.name, language), rank


def finish(desk: Desk, job: Job) -> tuple[str, ...]:
    """Record what came out, and forget the job; give the numbers that were printed before."""
    said = Printed(job=job.job, design=job.design, stock=job.stock, way=PDF, numbers=job.numbers)
    again = card_stock.record_printed(desk, said)
    forget(desk)
    return again


def forget(desk: Desk) -> None:
    """Leave a job: its numbers stay in their batch."""
    desk.ledger.put(KEPT, "")
