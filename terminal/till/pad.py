"""The pad's keys and answers: each goes to whatever the pad is asking at this moment."""

from __future__ import annotations

from dataclasses import replace

from loyalty.errors import Refusal
from terminal.till import check_in, lost_card, pad_open, pin, pin_new, recorder, reward, strip
from terminal.till.asking import CHANGE, COME, NEW, REPLACE, USE, VISIT, Asking, Job
from terminal.till.desk import Desk, Question
from terminal.till.effects import Effect, Sound
from terminal.till.line import Line
from terminal.till.messages import PinHashed
from terminal.till.wording import Wording

WHICH = "which_pin"
SHORT_PIN = 4


def pressed(desk: Desk, name: str) -> list[Effect]:
    """A key of the pad: "0" to "9", Delete, Cancel, Enter or Later."""
    asking = desk.asking
    if asking is None:
        is_digit = len(name) == 1 and name in "0123456789"
        asking = check_in.begin(desk) if is_digit and check_in.is_open(desk) else None
    if asking is None or asking.job:
        return []
    if len(name) == 1 and name in "0123456789":
        return _digit(desk, asking, name)
    match name:
        case "Delete":
            desk.asking = replace(asking, typed=asking.typed.shorter())
        case "Cancel":
            return cancel(desk)
        case "Later" if may_wait(asking):
            return pin_new.later(desk)
        case "Enter" if asking.kind == "check_in" and len(asking.typed) >= SHORT_PIN:
            return check_in.entered(desk)
    return []


def may_wait(asking: Asking) -> bool:
    """Say whether a new PIN can also be chosen another time."""
    return asking.kind in ("choose", "again") and asking.purpose == USE


def cancel(desk: Desk) -> list[Effect]:
    """Close the pad, by Esc at the till or Cancel on the pad; nothing is used and nothing lost."""
    asking = desk.asking
    pad_open.shut(desk)
    if asking is None or asking.purpose == COME:
        return []
    if asking.purpose == REPLACE:
        return lost_card.ask_name(desk, asking.choice)
    return strip.note(desk, desk.say("PIN"), desk.say("The pad is closed. Nothing was used."))


def for_reward(desk: Desk, asking: Asking, spoken: Wording) -> str:
    """Say which reward waits for the PIN, in the member's language."""
    programme = recorder.programme(desk)
    named = reward.name(programme, spoken.language, asking.reward, asking.choice)
    return spoken.say("For: {reward}", reward=named)


def tick(desk: Desk) -> list[Effect]:
    """Let time pass: what was said fades, and nobody answers for ever."""
    now_ms = desk.clock.monotonic_ms()
    if desk.said is not None and now_ms >= desk.said.until_ms:
        desk.said = None
    asking = desk.asking
    if asking is None or now_ms < asking.until_ms:
        return []
    pad_open.shut(desk)
    if asking.purpose == COME:
        return []
    sentence = desk.say("Nobody typed a PIN. Nothing was used; F4 asks again.")
    strip.put(desk, "note", desk.say("PIN"), sentence)
    return [Sound(name="warning")]


def hashed(desk: Desk, line: Line, message: PinHashed) -> list[Effect]:
    """A PIN was hashed: what it was for goes on. A wrong one counts, whoever still waits."""
    job = desk.jobs.pop(message.job, None)
    if job is None:
        return []
    asking = desk.asking
    waits = asking is not None and asking.job == message.job
    if message.problem:
        pad_open.shut(desk)
        raise Refusal("pin_not_checked")
    if job.checks and not message.fits:
        return pin.wrong(desk, job, waits=waits)
    if job.checks and message.verifier:
        pin_new.remade(desk, job, message.verifier)
    if not waits or asking is None:
        return []
    return _right(desk, line, asking, job, message.verifier)


def choose(desk: Desk) -> list[Effect]:
    """F6: the member wants a PIN, or another one. Raises Refusal like `pin_new.ask`."""
    assert desk.sale is not None
    if not desk.shop.pad:
        raise Refusal("pin_no_pad")
    if check_in.terms(desk) is None or (desk.question and desk.question.kind == WHICH):
        desk.question = None
        has_one = pin.usable(desk, desk.sale.member_id) is not None
        return pin.ask_old(desk) if has_one else pin_new.ask(desk, NEW)
    desk.question = Question(kind=WHICH)
    sentence = desk.say("Enter = PIN for coming in, F6 = PIN for rewards, Esc = neither")
    return strip.ask(desk, desk.say("Which PIN?"), sentence)


def which_answered(desk: Desk, *, yes: bool) -> list[Effect]:
    """The answer to which of the two PINs it is to be."""
    return pin_new.ask(desk, VISIT) if yes else strip.note(desk, "", "")


def _digit(desk: Desk, asking: Asking, digit: str) -> list[Effect]:
    asking = replace(asking, typed=asking.typed.plus(digit), wrong=False, note="")
    desk.asking = asking
    if len(asking.typed) < asking.of:
        return []
    if asking.purpose == COME:
        return check_in.entered(desk)
    return pin.entered(desk) if asking.kind == "pin" else pin_new.entered(desk)


def _right(desk: Desk, line: Line, asking: Asking, job: Job, verifier: str) -> list[Effect]:
    spoken = pad_open.words(desk)
    if not job.checks:
        pin_new.made(desk, job, verifier)
    if job.checks and asking.purpose == CHANGE:
        pin.right(desk)
        return pin_new.ask(desk, CHANGE)
    if asking.purpose == REPLACE:
        pad_open.tell(desk, spoken, spoken.say("Thank you"), "")
        return lost_card.proven(desk, asking.choice)
    pin.right(desk)
    caption = spoken.say("From now on this is your PIN.") if not job.checks else ""
    pad_open.tell(desk, spoken, spoken.say("Thank you"), caption)
    if asking.reward:
        return [Sound(name="found"), *reward.resume(desk, line, asking.reward, asking.choice)]
    return strip.saved(desk, desk.say("The new PIN counts from now on."))
