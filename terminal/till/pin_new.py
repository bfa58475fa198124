"""Choosing a PIN: twice, on the member's side, with the card or the phone's code in hand."""

from __future__ import annotations

import contextlib
from dataclasses import replace

from loyalty import ids
from loyalty import pin as rules
from loyalty.errors import Outage, Refusal
from storage import pin_hash
from storage.records import VISIT_PIN, Credential, Pin
from terminal.till import pad_open, recorder, roll, strip
from terminal.till.asking import CHANGE, VISIT, Asking, Job
from terminal.till.desk import Desk
from terminal.till.effects import Effect, HashPin, Sound

IN_HAND = frozenset({"card_static", "qr_rotating"})
REFUSED_MAX = 5


def ask(desk: Desk, purpose: str, after: tuple[str, str] = ("", "")) -> list[Effect]:
    """Open the pad for a new PIN; `after` is the reward that waits for it.

    Raises Refusal `pin_needs_card`: only what is in hand shows who may choose. Whoever typed the
    old PIN has shown it already.
    """
    assert desk.sale is not None
    if purpose != CHANGE and desk.sale.shown not in IN_HAND:
        raise Refusal("pin_needs_card")
    if purpose == VISIT and rules.needs_phone_end(roll.size(desk)) and not _phone_end(desk):
        raise Refusal("pin_needs_phone")
    is_visit = purpose == VISIT
    of = rules.visit_pin_digits(roll.size(desk)) if is_visit else rules.MEMBER_PIN_DIGITS
    pad_open.ask(desk, "choose", purpose, of=of, after=after)
    strip.put(desk, "hold", desk.say("PIN"), pad_open.sentence(desk))
    return [Sound(name="found")]


def entered(desk: Desk) -> list[Effect]:
    """All digits were typed: ask a second time, or keep what was typed twice."""
    asking = desk.asking
    assert asking is not None
    spoken = pad_open.words(desk)
    if asking.kind == "again":
        if asking.typed == asking.first:
            return _keep_visit(desk, asking) if asking.purpose == VISIT else _hash(desk, asking)
        note = spoken.say("They were not the same. Choose once more.")
        pad_open.again(desk, asking, "choose", note=note, wrong=True)
        return []
    if _is_refused(desk, asking):
        return _another(desk, asking)
    desk.asking = replace(asking, first=asking.typed)
    pad_open.again(desk, desk.asking, "again", note="", wrong=False)
    return []


def later(desk: Desk) -> list[Effect]:
    """The member does not want to choose now: the reward stays with them."""
    pad_open.shut(desk)
    return strip.note(desk, desk.say("PIN"), desk.say("Later. The reward stays with the member."))


def made(desk: Desk, job: Job, verifier: str) -> None:
    """Keep a member PIN that was chosen: from now on it counts, here and at every till.

    Raises what storage.ports.Ledger.commit raises; then nothing was kept.
    """
    pad_open.shut(desk)
    _record(desk, job, job.version, verifier)


def remade(desk: Desk, job: Job, verifier: str) -> None:
    """Keep the same PIN under the newest pepper, as another version of it.

    Where that does not go, the old one stays and the next right PIN does it: no member waits.
    """
    known = roll.pin(desk, job.member_id)
    if known is None or known.version != job.version:
        return
    with contextlib.suppress(Outage):
        _record(desk, job, job.version + 1, verifier, remade=True)


def _record(desk: Desk, job: Job, version: int, verifier: str, **more: bool) -> None:
    recorder.record(
        desk,
        kind="pin_set",
        event_id=recorder.new_id(desk),
        data={"member": job.member_id, "account": job.account, "version": version, **more},
        account=job.account,
        pin=Pin(member_id=job.member_id, version=version, verifier=verifier, pepper=job.pepper),
        keeps_sale=True,
    )


def _is_refused(desk: Desk, asking: Asking) -> bool:
    """Say whether a wish is too easy to guess, or somebody else's where it has to be one's own."""
    assert desk.sale is not None
    wish = asking.typed.reveal()
    if rules.is_weak(wish):
        return True
    if asking.purpose != VISIT:
        return False
    has_it = roll.by_visit_pin(desk, _blind(desk, wish))
    return has_it is not None and has_it.member_id != desk.sale.member_id


def _another(desk: Desk, asking: Asking) -> list[Effect]:
    """Refuse a wish, in the same words whatever is wrong with it, and not for ever."""
    spoken = pad_open.words(desk)
    refused = asking.refused + 1
    if refused >= REFUSED_MAX:
        pad_open.tell(desk, spoken, spoken.say("Later"), spoken.say("Please ask at the till."))
        raise Refusal("pin_not_chosen")
    note = spoken.say("Please choose another one: this one is easy to guess.")
    pad_open.again(desk, replace(asking, refused=refused), "choose", note=note, wrong=True)
    return []


def _hash(desk: Desk, asking: Asking) -> list[Effect]:
    assert desk.sale is not None
    member_id = desk.sale.member_id
    before = roll.pin(desk, member_id)
    job = recorder.new_id(desk)
    newest, secret = desk.peppers.newest()
    keyed = pin_hash.keyed(secret, member_id, asking.typed.reveal())
    desk.jobs[job] = Job(
        member_id=member_id,
        account=desk.sale.account,
        version=before.version + 1 if before else 1,
        checks=False,
        pepper=newest,
    )
    pad_open.checking(desk, asking, job)
    return [HashPin(job=job, keyed=keyed)]


def _keep_visit(desk: Desk, asking: Asking) -> list[Effect]:
    open_sale = desk.sale
    assert open_sale is not None
    key = _blind(desk, asking.typed.reveal())
    spoken = pad_open.words(desk)
    pad_open.shut(desk)
    recorder.record(
        desk,
        kind="visit_pin_set",
        event_id=recorder.new_id(desk),
        data={"member": open_sale.member_id, "account": open_sale.account},
        account=open_sale.account,
        credentials=(Credential(kind=VISIT_PIN, key=key, member_id=open_sale.member_id),),
        keeps_sale=True,
    )
    pad_open.tell(
        desk, spoken, spoken.say("Thank you"), spoken.say("From now on this PIN counts your visit.")
    )
    return strip.saved(desk, desk.say("The PIN for coming in is chosen."))


def _blind(desk: Desk, wish: str) -> str:
    needs_end = rules.needs_phone_end(roll.size(desk))
    return ids.blind_visit_pin(desk.tenant_key, wish, _phone_end(desk) if needs_end else "")


def _phone_end(desk: Desk) -> str:
    assert desk.sale is not None
    known = roll.person(desk, desk.sale.member_id)
    return known.phone[-rules.PHONE_END_DIGITS :] if known and known.phone else ""
