"""Scenes of the member's side with realistic values, in the five languages, with long words too."""

from __future__ import annotations

from cards.code import qr_modules
from terminal.till.screens_display import (
    AnyDisplay,
    Card,
    Choose,
    Consents,
    DisplayButton,
    DisplayLevel,
    DisplayStamps,
    DisplayTile,
    Earned,
    History,
    Member,
    Question,
    Scratch,
    Slide,
    Thanks,
    Welcome,
)
from terminal.till.screens_history import HistoryRow
from terminal.till.wording import Wording
from tests.terminal.qt.pad_samples import LANGUAGES, LONG_SHOP, SHOP

__all__ = ["LANGUAGES", "every"]


def every(language: str) -> dict[str, AnyDisplay]:
    """All scenes by name, with the words that the till says in a language."""
    w = Wording(language, currency="EUR", scale=2, time_zone="Europe/Amsterdam")
    return {
        **_nobody(w),
        **_member(w),
        **_choices(w),
        **_visit(w),
        **_joining(w),
    }


def _nobody(w: Wording) -> dict[str, AnyDisplay]:
    welcome = Welcome(
        shop=SHOP,
        language=w.language,
        headline=w.say("Good afternoon"),
        caption=w.say("Place your card or phone under the camera."),
        note=w.say("No card? Just ask."),
        promise=w.say("Reads codes only. No pictures are kept."),
    )
    plain = {name: getattr(welcome, name) for name in welcome.__struct_fields__}
    slides = (Slide(text="Vers brood om vier uur"), Slide(picture="cake.png"))
    long = plain | {"shop": LONG_SHOP, "plate": w.say("DEMO"), "slides": slides}
    return {"welcome": welcome, "welcome-long": Welcome(**long)}


def stamps(w: Wording, have: int, new: int = 0) -> DisplayStamps:
    """A card of ten coffees."""
    title = w.say("{have} of {whole} {name}", have=have, whole=10, name="cappuccino")
    return DisplayStamps(title=title, have=have, whole=10, new=new)


def _member(w: Wording) -> dict[str, AnyDisplay]:
    choose = DisplayButton(action="choose", label=w.say("Choose a reward"), icon="gift")
    plain = Member(
        shop=SHOP,
        language=w.language,
        greeting=w.say("Hi {name}.", name="A"),
        points=w.points(840),
        points_word=w.plural("point", "points", 840),
        worth=f"= {w.money(840)}",
        stamps=(stamps(w, 7),),
        reward=w.say("{reward} is ready", reward="€ 5,00"),
        reward_ready=True,
        choose=choose,
    )
    full = Member(
        shop=LONG_SHOP,
        language=w.language,
        plate=w.say("DEMO"),
        greeting=w.say("Hi {name}.", name="W"),
        points=w.points(128_450),
        points_word=w.plural("point", "points", 2),
        worth=f"= {w.money(128_450)}",
        stamps=(stamps(w, 3),),
        reward=w.say(
            "{reward}: {togo}",
            reward="Cappuccino",
            togo=w.plural("{n} point to go", "{n} points to go", 60),
        ),
        level=DisplayLevel(
            name="Silver", strokes=2, next=w.say("{amount} to {tier}", amount="€ 85", tier="Gold")
        ),
        cue=w.plural("A member for {n} year today", "A member for {n} years today", 3),
        celebrates=True,
        choose=choose,
    )
    return {"member": plain, "member-full": full}


def _choices(w: Wording) -> dict[str, AnyDisplay]:
    togo = w.plural("{n} point to go", "{n} points to go", 16_750)
    tiles = (
        DisplayTile(action="use:a:", title="€ 5,00", caption=f"{w.points(500)} = {w.money(500)}"),
        DisplayTile(action="use:b:", title="Cappuccino", caption=f"350 = {w.money(350)}"),
        DisplayTile(action="use:c:", title="Kanelbulle", caption=f"200 = {w.money(200)}"),
        DisplayTile(action="use:d:", title="Kaffebönor 250 g", caption=togo, state="not_usable"),
    )
    more = (
        DisplayTile(action="use:e:", title="10 %", caption=w.say("Not without internet")),
        DisplayTile(action="use:f:", title="Croissant", caption=f"150 = {w.money(150)}"),
    )
    made = {
        name: Choose(
            shop=SHOP,
            language=w.language,
            headline=w.say("Choose a reward"),
            balance=f"{w.plural('{n} point', '{n} points', 840)} = {w.money(840)}",
            tiles=found,
            not_now=DisplayButton(action="not_now", label=w.say("Not now"), icon="x"),
            seconds_left=18,
            seconds_whole=30,
        )
        for name, found in (("choose", tiles), ("choose-six", (*tiles, *more)))
    }
    return {**made}


def _visit(w: Wording) -> dict[str, AnyDisplay]:
    shop, language = SHOP, w.language
    word = f"{w.plural('point', 'points', 62)} = {w.money(62)}"
    points, worth = w.points(902), f"= {w.money(902)}"
    earned = Earned(
        shop=shop,
        language=language,
        headline="",
        gained=w.signed(62),
        gained_word=word,
        why="12,50 \N{MULTIPLICATION SIGN} 4 = 50, Silver +25 % = 12",
        stamps=(stamps(w, 8, 1),),
        points=points,
        worth=worth,
    )
    full = Earned(
        shop=shop,
        language=language,
        headline=w.plural("{n} stamp", "{n} stamps", 2),
        stamps=(stamps(w, 10, 2),),
        cue=w.say("Your card is full"),
        celebrates=True,
    )
    show = DisplayButton(action="show", label=w.say("Show"), icon="eye")
    scratch = {
        name: Scratch(
            shop=shop,
            language=language,
            headline=w.say("Scratch it"),
            caption=w.say("With a finger, or touch Show."),
            title=w.say("You win"),
            prize="Cappuccino",
            odds=(
                w.say("{prize}: {weight} in {of}", prize="Cappuccino", weight=1, of=4),
                w.say("{prize}: {weight} in {of}", prize="Cookie", weight=3, of=4),
            ),
            show=show,
            open=is_open,
            seconds_left=6,
            seconds_whole=8,
        )
        for name, is_open in (("scratch", False), ("scratch-open", True))
    }
    return {"earned": earned, "earned-stamps": full, **scratch, **_ending(w)}


def _ending(w: Wording) -> dict[str, AnyDisplay]:
    shop, language = SHOP, w.language
    words = (w.say("Bad"), w.say("Okay"), w.say("Good"), w.say("Great"))
    faces = ("smiley-sad", "smiley-meh", "smiley", "heart")
    names = ("bad", "okay", "good", "great")
    question = Question(
        shop=shop,
        language=language,
        headline=w.say("How was it today?"),
        answers=tuple(
            DisplayButton(action=f"answer:{name}", label=label, icon=icon)
            for name, label, icon in zip(names, words, faces, strict=True)
        ),
        note=w.say("No need to answer"),
        seconds_left=6,
        seconds_whole=10,
    )
    thanks = Thanks(
        shop=shop,
        language=language,
        headline=w.say("Thank you"),
        caption=w.say("See you soon"),
        balance=f"{w.plural('{n} point', '{n} points', 902)} = {w.money(902)}",
        seconds_left=2,
        seconds_whole=3,
    )
    return {"question": question, "thanks": thanks}


def _joining(w: Wording) -> dict[str, AnyDisplay]:
    consents = Consents(
        shop=SHOP,
        language=w.language,
        headline=w.say("Do you agree?"),
        sentence=w.say("{shop} may remind me before points run out.", shop=SHOP),
        step=w.say("{have} of {whole}", have=2, whole=2),
        yes=DisplayButton(action="yes", label=w.say("Yes"), icon="check"),
        no=DisplayButton(action="no", label=w.say("No"), icon="x"),
        note=w.say("You can change this at any time. Ask us."),
        seconds_left=41,
        seconds_whole=60,
    )
    card = Card(
        shop=SHOP,
        language=w.language,
        headline=w.say("Your card"),
        caption=w.say("Take a photo of it. The photo is your card."),
        modules=tuple(
            "".join("01"[dark] for dark in row) for row in qr_modules("1234567890123457")
        ),
        done=DisplayButton(action="done", label=w.say("Done"), icon="check"),
        seconds_left=50,
        seconds_whole=60,
    )
    row = HistoryRow(
        date=w.day("2026-11-18"),
        time="14:07",
        till="Till 1",
        what=w.say("Sale {amount}", amount=w.money(1250)),
        why="12,50 \N{MULTIPLICATION SIGN} 4 = 50, Silver +25 % = 12",
        points="+62",
    )
    back = HistoryRow(
        date=w.day("2026-11-12"),
        time="9:30",
        till="Till 1",
        what=w.say("Taken back {amount}", amount=w.money(450)),
        why="",
        points="\u2212450",
    )
    history = History(
        shop=SHOP,
        language=w.language,
        headline=w.say("Your last ten lines"),
        balance=w.plural("{n} point", "{n} points", 902),
        rows=(row, back) * 5,
        note=w.say("With the lines of the other tills, as far as the shop has them."),
    )
    return {"consents": consents, "card": card, "history": history}
