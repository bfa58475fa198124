"""Draws the scenes with a member: where they stand, what to choose, what a visit brought."""

from __future__ import annotations

from loyalty import accounts
from loyalty.accounts import POINTS
from loyalty.benefits.levels import next_tier, tier_on
from loyalty.explaining import explain
from loyalty.programme import Programme
from loyalty.rewards.offers import Offer
from loyalty.shift import ANSWERS
from loyalty.standing import Standing
from terminal.till import (
    check_in,
    draw_display_scratch,
    draw_rewards,
    pad_open,
    recognition,
    recorder,
    reward,
    roll,
    training,
)
from terminal.till.desk import Desk, Sale
from terminal.till.display_state import Visit
from terminal.till.screens_display import (
    AnyDisplay,
    Choose,
    DisplayButton,
    DisplayLevel,
    DisplayStamps,
    DisplayTile,
    Earned,
    Member,
    Question,
    Thanks,
)
from terminal.till.wording import Wording

CHOOSE_S = 30
TILES_MAX = 6
STROKES_MAX = 4
STAMP_CARDS_SHOWN = 2
FACES = {"bad": "smiley-sad", "okay": "smiley-meh", "good": "smiley", "great": "heart"}


def member(desk: Desk, open_sale: Sale) -> Member:
    """Draw where the attached member stands."""
    programme, spoken = recorder.programme(desk), pad_open.words(desk)
    standing = roll.standing(desk, open_sale.account)
    known = roll.member(desk, open_sale.member_id)
    points = standing.amount(POINTS)
    offers = reward.listed(desk) if desk.mode != "redeem" else ()
    ready = any(offer.usable for offer in offers) and desk.waiting is None
    cue = recognition.on_coming(desk, open_sale.member_id, standing, spoken)
    button = DisplayButton(action="choose", label=spoken.say("Choose a reward"), icon="gift")
    return Member(
        shop=desk.shop.name,
        language=spoken.language,
        plate=training.plate(desk),
        greeting=check_in.greeting(desk, known, spoken) if known else spoken.say("Welcome"),
        points=spoken.points(points),
        points_word=spoken.plural("point", "points", abs(points)),
        worth=_worth(programme, points, spoken),
        stamps=_stamps(programme, standing, spoken, {}),
        reward=_next(programme, open_sale, offers, spoken),
        reward_ready=ready or bool(open_sale.reward),
        level=_level(desk, programme, standing, spoken),
        cue=cue,
        celebrates=bool(cue),
        choose=button if ready and desk.question is None else None,
    )


def choose(desk: Desk) -> Choose:
    """Draw the rewards that the member may choose among, with the reason where they may not."""
    assert desk.sale is not None
    programme, spoken = recorder.programme(desk), pad_open.words(desk)
    points = roll.standing(desk, desk.sale.account).amount(POINTS)
    left_ms = desk.guest.choosing_until_ms - desk.clock.monotonic_ms()
    return Choose(
        shop=desk.shop.name,
        language=spoken.language,
        plate=training.plate(desk),
        headline=spoken.say("Choose a reward"),
        balance=_balance(programme, points, spoken),
        tiles=tuple(
            _tile(desk, programme, offer, spoken) for offer in reward.listed(desk)[:TILES_MAX]
        ),
        not_now=DisplayButton(action="not_now", label=spoken.say("Not now"), icon="x"),
        seconds_left=max(-(-left_ms // 1000), 0),
        seconds_whole=CHOOSE_S,
    )


def visit(desk: Desk, ended: Visit) -> AnyDisplay:
    """Draw what a visit that has just ended brought, step by step."""
    spoken = pad_open.words_for(desk, ended.member_id)
    match ended.step:
        case "scratch":
            return draw_display_scratch.scratch(desk, ended, spoken)
        case "earned":
            return _earned(desk, ended, spoken)
        case "question":
            return _question(desk, ended, spoken)
        case "thanks":
            return _thanks(desk, ended, spoken)


def _earned(desk: Desk, ended: Visit, spoken: Wording) -> Earned:
    programme, quote = recorder.programme(desk), ended.quote
    after, gained = quote.after, quote.points_given
    assert after is not None
    new = {each.unit: quote.given_of(each.unit) for each in quote.given}
    cue = recognition.on_closing(desk, programme, quote, spoken)
    word = spoken.plural("point", "points", gained)
    return Earned(
        shop=desk.shop.name,
        language=spoken.language,
        plate=training.plate(desk),
        headline="" if gained else _brought(programme, ended, new, spoken),
        gained=spoken.signed(gained) if gained else "",
        gained_word=f"{word} {_worth(programme, gained, spoken)}".strip() if gained else "",
        why=explain.earned(
            quote.given,
            say=spoken.say,
            plural=spoken.plural,
            money=spoken.money,
            number=spoken.points,
            named=explain.names(programme, spoken.language),
        )
        if gained
        else "",
        stamps=_stamps(programme, after, spoken, new),
        points=spoken.points(quote.points_after) if programme.earn else "",
        worth=_worth(programme, quote.points_after, spoken) if programme.earn else "",
        cue=cue,
        celebrates=bool(cue),
    )


def _brought(programme: Programme, ended: Visit, new: dict[str, int], spoken: Wording) -> str:
    """Say what a visit without points did."""
    stamps = sum(count for unit, count in new.items() if unit.startswith("stamp:"))
    if stamps:
        return spoken.plural("{n} stamp", "{n} stamps", stamps)
    for used in ended.quote.spent:
        name = reward.name(programme, spoken.language, used.reward, used.choice)
        return spoken.say("Enjoy: {reward}", reward=name)
    return spoken.say("Thank you")


def _question(desk: Desk, ended: Visit, spoken: Wording) -> Question:
    words = {
        "bad": spoken.say("Bad"),
        "okay": spoken.say("Okay"),
        "good": spoken.say("Good"),
        "great": spoken.say("Great"),
    }
    return Question(
        shop=desk.shop.name,
        language=spoken.language,
        plate=training.plate(desk),
        headline=spoken.say("How was it today?"),
        answers=tuple(
            DisplayButton(action=f"answer:{one}", label=words[one], icon=FACES[one])
            for one in ANSWERS
        ),
        note=spoken.say("No need to answer"),
        seconds_left=_left_s(desk, ended),
        seconds_whole=ended.whole_ms // 1000,
    )


def _thanks(desk: Desk, ended: Visit, spoken: Wording) -> Thanks:
    programme, points = recorder.programme(desk), ended.quote.points_after
    # Behind the question eight seconds are over: the figures are gone already.
    shows = bool(programme.earn) and not ended.asks
    return Thanks(
        shop=desk.shop.name,
        language=spoken.language,
        plate=training.plate(desk),
        headline=spoken.say("Thank you"),
        caption=spoken.say("See you soon"),
        balance=_balance(programme, points, spoken) if shows else "",
        seconds_left=_left_s(desk, ended),
        seconds_whole=ended.whole_ms // 1000,
    )


def _left_s(desk: Desk, ended: Visit) -> int:
    return max(-(-(ended.until_ms - desk.clock.monotonic_ms()) // 1000), 0)


def _worth(programme: Programme, points: int, spoken: Wording) -> str:
    worth_minor = programme.worth_minor(points)
    return f"= {spoken.money(worth_minor)}" if worth_minor or not points else ""


def _balance(programme: Programme, points: int, spoken: Wording) -> str:
    counted = spoken.plural("{n} point", "{n} points", points)
    return f"{counted} {_worth(programme, points, spoken)}".strip()


def _stamps(
    programme: Programme, standing: Standing, spoken: Wording, new: dict[str, int]
) -> tuple[DisplayStamps, ...]:
    drawn = []
    for card in programme.stamp_cards:
        unit = accounts.stamps(card.id)
        have = min(max(standing.amount(unit), 0), card.stamps)
        name = programme.text(card.name, spoken.language)
        title = spoken.say("{have} of {whole} {name}", have=have, whole=card.stamps, name=name)
        fresh = min(new.get(unit, 0), have)
        drawn.append(DisplayStamps(title=title, have=have, whole=card.stamps, new=fresh))
    return tuple(drawn[:STAMP_CARDS_SHOWN])


def _level(
    desk: Desk, programme: Programme, standing: Standing, spoken: Wording
) -> DisplayLevel | None:
    tier = tier_on(programme, standing.counters, desk.day())
    ahead = next_tier(programme, standing.counters, desk.day())
    if tier is None and ahead is None:
        return None
    coming = ""
    if ahead is not None:
        show = spoken.money if ahead[0].measure == "spend" else spoken.points
        level = programme.text(ahead[0].name, spoken.language)
        coming = spoken.say("{amount} to {tier}", amount=show(ahead[1]), tier=level)
    if tier is None:
        return DisplayLevel(name="", strokes=0, next=coming)
    strokes = min([one.id for one in programme.tiers].index(tier.id) + 1, STROKES_MAX)
    name = programme.text(tier.name, spoken.language)
    return DisplayLevel(name=name, strokes=strokes, next=coming)


def _next(programme: Programme, open_sale: Sale, offers: tuple[Offer, ...], spoken: Wording) -> str:
    """Say which reward is set aside, is ready, or comes next."""
    if open_sale.reward:
        name = reward.name(programme, spoken.language, open_sale.reward, open_sale.choice)
        return spoken.say("{reward} is set aside", reward=name)
    for offer in offers[:1]:
        name = reward.name(programme, spoken.language, offer.reward_id, "".join(offer.choices))
        if offer.usable:
            return spoken.say("{reward} is ready", reward=name)
        if offer.missing:
            togo = draw_rewards.missing(offer, spoken)
            return spoken.say("{reward}: {togo}", reward=name, togo=togo)
    return ""


def _tile(desk: Desk, programme: Programme, offer: Offer, spoken: Wording) -> DisplayTile:
    choice = "".join(offer.choices)
    caption = draw_rewards.cost(offer, spoken)
    if not offer.usable:
        caption = draw_rewards.reason(desk, programme, offer, spoken)
    return DisplayTile(
        action=f"use:{offer.reward_id}:{choice}",
        title=reward.name(programme, spoken.language, offer.reward_id, choice),
        caption=caption,
        state="usable" if offer.usable else "not_usable",
    )
