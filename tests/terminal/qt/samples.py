"""Screens with realistic values, one for each kind and each face that it has."""

from __future__ import annotations

import msgspec

from terminal.till.camera_values import CameraNote
from terminal.till.screens import (
    Action,
    Calibrate,
    Candidate,
    Enrol,
    Find,
    Frame,
    GunCode,
    Hold,
    HourBar,
    Idle,
    JournalRow,
    KeyCap,
    Member,
    Person,
    Progress,
    Redeem,
    Refund,
    Reward,
    Row,
    SaleBand,
    Stamps,
    Status,
    Stopped,
    Strip,
    TierMark,
    Today,
    Typed,
    Visit,
)
from terminal.till.screens_all import EveryScreen

SILVER = TierMark(name="Silver", strokes=2)
BAR = (("F2", "Find"), ("F3", "New"), ("F4", "Use"), ("F5", "Reprint"), ("F7", "Take back"))
FULL_BAR = (*BAR, ("F8", "Undo"), ("F10", "Menu"), ("F12", "Lock"))


def frame(
    strip: Strip, *, here: str = "", off: tuple[str, ...] = (), trouble: bool = False
) -> Frame:
    """The frame around every screen, with one key's screen open and some keys not now."""
    camera = Status(name="camera", icon="camera", word="Camera")
    line = Status(name="line", icon="cloud-check", word="Online")
    if trouble:
        camera = Status(name="camera", icon="camera-slash", word="Camera lost", trouble=True)
        word = "Offline - 12 waiting"
        line = Status(name="line", icon="cloud-slash", word=word, trouble=True)
    states = {here: "here", **dict.fromkeys(off, "not_now")}
    return Frame(
        shop="Koffiebar Noord",
        till="Till 1",
        statuses=(line, camera, Status(name="printer", icon="printer", word="Printer")),
        keys=tuple(
            KeyCap(key=key, label=label, state=states.get(key, "rest")) for key, label in FULL_BAR
        ),
        strip=strip,
    )


def said(state: str, word: str, sentence: str) -> Strip:
    """A strip at seven past two."""
    return Strip(state=state, word=word, sentence=sentence, time="14:07")


def today() -> Today:
    """The day so far."""
    counts = (5, 9, 7, 6, 10, 8, 3, 0, 0, 0)
    return Today(
        title="Today",
        date="Thu 20 Nov",
        figure="58",
        of="of 89 sales",
        share="65 %",
        caption="with a member",
        hours=tuple(
            HourBar(hour=hour, count=count, now=hour == 14) for hour, count in enumerate(counts, 8)
        ),
        rows=(
            Row(icon="user-plus", label="New members", figure="5"),
            Row(icon="coin", label="Points given", figure="3.104", second="€ 31,04"),
            Row(icon="gift", label="Points spent", figure="1.850", second="€ 18,50"),
            Row(icon="arrow-u-up-left", label="Taken back", figure="2"),
        ),
    )


def idle(*, camera: CameraNote | None = None, typed: str = "") -> Idle:
    """Nobody there; with a camera that is gone, or digits that are typed."""
    strip = said("saved", "Saved", "+50 points to •••• 7731 · sale € 12,50")
    if camera is not None:
        strip = said("device_lost", camera.word, camera.sentence)
    return Idle(
        frame=frame(strip, off=("F4",), trouble=camera is not None),
        typed=Typed(text=typed, hint="Phone or amount", meaning="Find phone ..12" if typed else ""),
        today=today(),
        reader_hint="Hold a card or phone in the box",
        reader_word="Live",
        camera=camera,
        waiting=("A.: no amount entered",) if typed else (),
        enter=Action(key="Enter", label="Find"),
    )


def person() -> Person:
    """Anna, who comes back."""
    return Person(
        name="Anna de V.",
        last_four="•••• 4821",
        tier=SILVER,
        caption="23 visits",
        points="840",
        points_word="points",
        worth="= € 8,40",
    )


def reward(  # noqa: PLR0917 - a table
    key: str, icon: str, title: str, cost: str, note: str, note_icon: str, state: str
) -> Reward:
    """One reward row."""
    return Reward(
        key=key, icon=icon, title=title, cost=cost, note=note, note_icon=note_icon, state=state
    )


REWARDS = (
    reward("F4", "tag", "€ 5,00 off", "500 points", "Asks PIN", "lock-key", "offered"),
    reward(
        "F4 1",
        "coffee",
        "Free cappuccino",
        "350 points = € 3,50",
        "Ready",
        "check-circle",
        "usable",
    ),
    reward(
        "F4 2",
        "percent",
        "10 % off lunch",
        "",
        "From € 20,00 - € 7,50 more",
        "arrow-up",
        "not_usable",
    ),
    reward(
        "F4 3",
        "package",
        "Bag of beans 250 g",
        "",
        "60 points to go",
        "hourglass-medium",
        "not_usable",
    ),
)


def member(*, sale: bool = False) -> Member:
    """Anna at the counter, before and after the amount is typed."""
    band = SaleBand(
        title="Sale",
        amount="€ 12,50",
        amount_caption="4 points per € 1,00",
        earns_title="Earns",
        earns="+62",
        earns_worth="points = € 0,62",
        why="12,50 x 4 = 50, Silver +25 % = 12",
        after_title="New balance",
        after="902",
        after_worth="= € 9,02",
    )
    strip = said("found", "Member found", "Anna de V. · card •••• 4821 · bound to this sale")
    if sale:
        strip = said("note", "Sale open", "Points are given when you press Enter.")
    visits = (
        ("Tue 18 Nov", "€ 3,60", "+18"),
        ("Fri 14 Nov", "€ 14,20", "+71"),
        ("Mon 10 Nov", "€ 3,60", "+18"),
        ("Thu 6 Nov", "€ 9,80", "-319"),
        ("Mon 3 Nov", "€ 3,60", "+18"),
    )
    give = "Give 62 points" if sale else "Give points"
    let_go = Action(key="Esc", label="Not Anna? Let go")
    if sale:
        let_go = Action(key="", label="Not Anna? Scan the other card")
    return Member(
        frame=frame(strip),
        person=person(),
        progress=Progress(
            title="€ 113,60 to Gold", caption="€ 386,40 of € 500,00", done=38640, whole=50000
        ),
        stamps=(
            Stamps(title="7 of 10 coffees", caption="3 more, then one is free", have=7, whole=10),
        ),
        rewards=REWARDS,
        typed=Typed(text="€ 12,50" if sale else "", hint="Amount of this sale"),
        currency="€",
        visits_title="Last visits",
        visits_points="points",
        visits=tuple(Visit(date=d, amount=a, points=p) for d, a, p in visits),
        reader_word="Read",
        let_go=let_go,
        sale=band if sale else None,
        esc=Action(key="Esc", label="Clear amount" if sale else "Let go"),
        enter=Action(key="Enter", label=give, ready=sale),
    )


def redeem(*, waiting: bool = False) -> Redeem:
    """A reward on hold: waiting for the member, or to be rung up."""
    title, instruction = "On the till", "DISCOUNT € 5,00"
    if waiting:
        title = "Waiting for the PIN"
        instruction = "The member types it on the customer display. You never see it."
    strip = said("hold", "On hold", "Points are only taken when the sale closes.")
    return Redeem(
        frame=frame(strip, here="F4", off=("F2", "F3", "F5", "F7")),
        person=person(),
        hold=Hold(
            chip="On hold",
            headline="€ 5,00 off",
            caption="500 of 840 points",
            instruction_title=title,
            instruction=instruction,
            sale_title="This sale",
            sale=(
                Row(label="Sale", figure="€ 12,50"),
                Row(label="€ 5,00 off", figure="- € 5,00"),
            ),
            to_pay_label="To pay",
            to_pay="€ 7,50",
            points_title="Points after this sale",
            points=(
                Row(label="Now", figure="840"),
                Row(label="Spent", figure="-500"),
                Row(label="Earned on € 7,50", figure="+37"),
            ),
            after=Row(label="377 points", figure="= € 3,77", strong=True),
            waiting=waiting,
        ),
        typed=Typed(text="€ 7,50", hint="Paid (after discount)", meaning="Paid (after discount)"),
        currency="€",
        reader_word="Read",
        esc=Action(key="Esc", label="No reward"),
        enter=Action(key="Enter", label="Close the sale", ready=not waiting),
    )


def find() -> Find:
    """Four members whose phone ends alike."""
    found = (
        ("1", "Anna de V.", "+31 6 •• •• •• 67", SILVER, "Tue 18 Nov"),
        ("2", "Bram H.", "+31 6 •• •• •• 67", TierMark(name="Bronze", strokes=1), "Sat 15 Nov"),
        ("3", "Ingrid L.", "+46 70 ••• •• 67", TierMark(name="Gold", strokes=3), "2 Oct"),
        ("4", "No name", "+31 6 •• •• •• 67", None, "14 Aug"),
    )
    return Find(
        frame=frame(said("note", "Find", "Numbers stay masked."), here="F2", off=("F4",)),
        typed=Typed(text="4867", hint="Phone, name or last four", meaning="last four"),
        headline="4 members found",
        caption="Up and down choose. Enter takes the chosen one.",
        candidates=tuple(
            Candidate(key=k, name=n, phone=p, tier=t, seen=s) for k, n, p, t, s in found
        ),
        chosen=0,
        advice_title="Ask for the first name.",
        advice="Without the card a member earns, and uses small rewards only.",
        esc=Action(key="Esc", label="Back"),
        enter=Action(key="Enter", label="Take Anna de V."),
    )


def enrol() -> Enrol:
    """A new card in the hand."""
    strip = said("found", "New card", "•••• 7306 is one of yours.")
    return Enrol(
        frame=frame(strip, here="F3", off=("F4", "F7")),
        headline="New member",
        caption="Hand over the card. That is all.",
        card_caption="Card •••• 7306, never used",
        number="9000 0123 4567 7306",
        starts_with="Starts with 50 points = € 0,50",
        phone_label="Phone - optional, finds them without the card",
        typed=Typed(text="+31 6", hint="Phone number"),
        advice="Name, e-mail and news are the member's own choice, later, on their own phone.",
        esc=Action(key="Esc", label="Not now"),
        enter=Action(key="Enter", label="Start membership"),
    )


def refund() -> Refund:
    """The journal with a sale chosen."""
    rows = (
        ("14:08", "•••• 4821", "Anna de V.", "€ 12,50", "+62"),
        ("14:05", "•••• 7731", "", "€ 12,50", "+50"),
        ("13:58", "•••• 0946", "", "€ 7,20", "+28"),
        ("13:51", "•••• 3310", "free cappuccino", "€ 4,10", "-348"),
        ("13:44", "•••• 6602", "", "€ 22,00", "+110"),
        ("13:40", "Member", "", "€ 5,80", "0"),
        ("13:37", "•••• 2258", "", "€ 9,50", "+38"),
    )
    return Refund(
        frame=frame(said("note", "Take back", "F8 undoes it."), here="F7", off=("F3", "F4")),
        title="Take back",
        rows=tuple(
            JournalRow(time=t, card=c, name=n, amount=a, points=p, taken_back=t == "13:40")
            for t, c, n, a, p in rows
        ),
        chosen=0,
        caption="Today at this till. Up and down choose, older ones by slip.",
        detail_title="Sale 14:08 · Anna de V.",
        amount="€ 12,50",
        lines=(
            Row(label="Sale", figure="€ 12,50"),
            Row(label="Takes back", figure="-62", second="points"),
        ),
        after=Row(label="Balance after", figure="840", second="= € 8,40", strong=True),
        esc=Action(key="Esc", label="Close"),
        enter=Action(key="Enter", label="Take back € 12,50"),
    )


def calibrate(*, done: bool = False) -> Calibrate:
    """A scanner gun before and after its codes were read."""
    rows = (
        Row(label="Speed", figure="8 ms a key, longest 22 ms"),
        Row(label="Ends with", figure="nothing, a moment of rest"),
        Row(label="Keyboard", figure="another one, translated"),
        Row(label="Marks around a code", figure="name of the code"),
    )
    titles = ("Short bars", "Long bars", "Square code")
    advice = (
        "That was none of the three codes, or characters got lost. Set the gun to the keyboard of "
        "this computer, as its handbook says, and scan again."
    )
    return Calibrate(
        frame=frame(said("note", "Scanner gun", "Scan the codes of the page."), here="F10"),
        headline="Set up the scanner gun",
        caption="Point the gun at each code of the printed page. The order does not matter.",
        codes=tuple(
            GunCode(
                key=str(at),
                title=title,
                word="Read" if done and at < 3 else "Not yet",
                is_read=done and at < 3,
            )
            for at, title in enumerate(titles, 1)
        ),
        found_title="What this gun does",
        rows=rows if done else (),
        advice="Everything is understood. Enter keeps it." if done else advice,
        is_warning=not done,
        esc=Action(key="Esc", label="Leave it as it was"),
        enter=Action(key="Enter", label="Keep this", ready=done),
    )


def stopped() -> Stopped:
    """The till's data cannot be trusted."""
    return Stopped(
        frame=frame(said("refused", "Stopped", "Nothing is lost.")),
        headline="This till has stopped",
        sentence="The list of sales does not add up. Nothing more is written.",
        steps=("Leave the computer on.", "Call whoever set it up.", "Restore the copy."),
    )


def training(screen: Member) -> Member:
    """The same screen while training."""
    return msgspec.structs.replace(
        screen, frame=msgspec.structs.replace(screen.frame, training=True)
    )


def every() -> dict[str, EveryScreen]:
    """All of them by name."""
    return {
        "idle": idle(),
        "idle-typed": idle(typed="0612"),
        "member": member(),
        "sale": member(sale=True),
        "training": training(member()),
        "redeem": redeem(),
        "redeem-wait": redeem(waiting=True),
        "find": find(),
        "enrol": enrol(),
        "refund": refund(),
        "calibrate": calibrate(),
        "calibrate-done": calibrate(done=True),
        "stopped": stopped(),
    }
