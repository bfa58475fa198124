"""The till's side of the line: what to send next, and what an answer changes.

One request is under way at a time; a wish for a grant overtakes. An answer to another one is still
true and is taken: grants are idempotent, a standing carries its position.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import assert_never

from msgspec.structs import replace

from loyalty.errors import Refusal
from loyalty.programme import from_wire
from storage.records import Batch, GrantAsked, Page
from storage.redirects import ACCOUNT
from sync import wire
from sync.batch import TOO_MUCH, BatchSize
from sync.exchange import (
    AskGrant,
    AskPeppers,
    Failed,
    Found,
    Granted,
    Lookup,
    Peppered,
    Pull,
    Pulled,
    Push,
    Pushed,
    Rejoined,
    Reply,
    Request,
)
from sync.schedule import Schedule
from sync.wire_secrets import PEPPER_SETTING
from terminal.till import (
    elsewhere,
    epochs,
    following,
    gathering,
    giving_back,
    homes,
    house_rules,
    looking_up,
    old_cards,
    phone_code,
    refund_judge,
    refund_wish,
    rows,
    second_place,
    staff_books,
    strip,
    without_line,
)
from terminal.till.desk import Desk

UNDERWAY_MAX_MS = 30_000
WISH_MS = 800
KEEP_MARK_US = 60 * 1_000_000
FETCHES_FAILED_MAX = 10
WAITING_CODES = frozenset({"line_down", "other_server", "server_busy", "timeout"})


class Line:
    """Decides from what was sent and answered; holds no data of the books."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._underway: Request | None = None
        self._underway_ms = 0
        self._schedule = Schedule()
        self._size = BatchSize()
        self.down = False
        self.ever_up = False
        self._kept_mark_us = 0
        self._server_takes_pins = True
        self._gathered = self._heard = False
        self.wants_copy = False

    def _now_ms(self) -> int:
        return self._desk.clock.monotonic_ms()

    def due(self, *, at_once: bool = False) -> tuple[Request, ...]:
        """Give the next request when one may go out: first what is ours, then what is new."""
        waits = self._underway is not None
        if waits and self._now_ms() - self._underway_ms <= UNDERWAY_MAX_MS:
            return ()
        if not self._schedule.is_due(self._now_ms(), at_once=at_once):
            return ()
        return self._go_on()

    def begin_anew(self) -> None:
        """The directory is another file now: look through it, and pull what came after it."""
        self._gathered = self._heard = False

    def _go_on(self) -> tuple[Request, ...]:
        request = self._next()
        if isinstance(request, Pull) and (self.wants_copy or self._desk.arriving is not None):
            # Everything comes with the copy, and what came after it is pulled then.
            return ()
        return (self._start(request),)

    def _next(self) -> Request:
        if self._desk.ledger.needs_rejoin():
            return epochs.rejoin(self._desk)
        if self._desk.peppers.due:
            return self._desk.peppers.ask(self._desk.ledger.head().epoch)
        batch = staff_books.batch(self._desk, self._size.events, self._size.bytes)
        if batch is None or not (batch.events or batch.people or self._server_takes_pins):
            return self._pull()
        if not self._heard and (batch.people or batch.pins or batch.visit_pins):
            # Who was erased while this till was away is erased here before anything is sent.
            return self._pull()
        return self._push(batch)

    def wish(self, asked: GrantAsked) -> Request:
        """Ask for a grant: remembered before it is sent."""
        self._desk.ledger.ask(asked)
        head = self._desk.ledger.head()
        return AskGrant(
            request=wire.GrantRequest(
                request_id=asked.request_id,
                account=asked.account,
                unit=asked.unit,
                amount=asked.amount,
            ),
            seq=head.seq,
            head=head.hash.hex(),
        )

    def look_up(self, kind: str, key: str) -> Request:
        """Ask for somebody whom this till has never seen."""
        return Lookup(request=wire.LookupRequest(kind=kind, key=key))

    def absorb(self, reply: Reply) -> tuple[Request, ...]:
        """Take an answer into the books and give what is to be sent next."""
        if isinstance(reply, Failed):
            if reply.code == "device_lost":
                self._lost()
            return self._failed(reply)
        self._up(
            reply.reply.server_time_us,
            nothing_new=isinstance(reply, Pulled) and reply.reply.cursor == reply.asked.cursor,
        )
        match reply:
            case Pushed():
                self._done(reply.asked)
                return self._pushed(reply)
            case Pulled():
                self._done(reply.asked)
                return self._pulled(reply)
            case Granted():
                if reply.reply.grant is not None:
                    self._take(reply.reply.grant)
                    gathering.gather(self._desk, {}, [reply.reply.grant.account])
                self._desk.ledger.answered(reply.asked.request.request_id)
                return ()
            case Found():
                looking_up.learn(self._desk, reply)
                return ()
            case Rejoined():
                self._done(reply.asked)
                epochs.rejoined(self._desk, reply)
                return self._go_on()
            case Peppered():
                self._done(reply.asked)
                device = self._desk.ledger.head().device
                brings = self._desk.peppers.heard(reply, device, self._desk.randomness)
                return self._go_on() if brings is None else (self._start(brings),)
            case _:
                assert_never(reply)

    @staticmethod
    def is_answer_to(reply: Reply, request_id: str) -> bool:
        """Say whether a reply settles this wish for a grant."""
        asked = reply.asked
        return isinstance(asked, AskGrant) and asked.request.request_id == request_id

    def _start(self, request: Request) -> Request:
        self._underway, self._underway_ms = request, self._now_ms()
        return request

    def _done(self, asked: Request) -> None:
        if self._underway == asked:
            self._underway = None

    def _up(self, server_time_us: int, *, nothing_new: bool) -> None:
        self.down, self.ever_up, self._desk.can_ask = False, True, True
        self._schedule = self._schedule.after_success(self._now_ms(), nothing_new=nothing_new)
        self._hear(server_time_us)
        self._keep_mark()

    def _hear(self, server_time_us: int) -> None:
        self._desk.mark.hear(server_time_us)
        self._desk.mark.advance(server_time_us)
        phone_code.keep_clock(self._desk)

    def _keep_mark(self) -> None:
        """Keep the mark across restarts, once in a while: each write is an fsync."""
        mark_us = self._desk.mark.mark_us
        if mark_us - self._kept_mark_us < KEEP_MARK_US:
            return
        self._kept_mark_us = mark_us
        self._desk.ledger.put("mark_us", str(mark_us))

    def _failed(self, reply: Failed) -> tuple[Request, ...]:
        self._done(reply.asked)
        if reply.server_time_us is not None:
            self._hear(reply.server_time_us)
        if isinstance(reply.asked, AskGrant):
            # Nobody waits for it any more; a grant that was made all the same comes with a pull.
            self._desk.ledger.answered(reply.asked.request.request_id)
            return ()
        if isinstance(reply.asked, Lookup):
            return ()
        if isinstance(reply.asked, AskPeppers) and not self._desk.peppers.failed(reply.code):
            return self._go_on()
        mended = self._mended(reply)
        if mended is not None:
            return mended
        if reply.code in WAITING_CODES and not self.down:
            self.down = True
            self._heard = False
            self._desk.can_ask = False
            self._desk.peppers.line_broke()
        if isinstance(reply.asked, Push):
            self._size = self._size.after_failure(reply.code)
        self._schedule = (
            self._schedule.after_failure(
                self._now_ms(),
                int.from_bytes(self._desk.randomness(2), "big"),
                reply.retry_after_s,
            )
            if reply.code in WAITING_CODES | TOO_MUCH
            else self._schedule.after_refusal(self._now_ms())
        )
        return ()

    def _mended(self, reply: Failed) -> tuple[Request, ...] | None:
        """Do what the server expects instead; None where it says of no way."""
        if reply.code == "conflict" and isinstance(reply.asked, Push):
            return self._conflict(reply.asked, reply.expected)
        if reply.code == "fork" and isinstance(reply.asked, Push):
            return self._forked(reply.asked, reply.expected)
        if reply.code == "rejoin" and not isinstance(reply.asked, Push):
            return (self._start(epochs.leave(self._desk)),)
        if reply.code == "moved" and reply.moved_to:
            following.remember(self._desk.ledger, reply.moved_to)
            return self._go_on()
        if reply.code == "refeed":
            self._desk.directory.forget()
            return (self._start(self._pull()),)
        return None

    def _lost(self) -> None:
        """This till was disconnected: it goes on recording, holds nothing, and says so."""
        desk = self._desk
        if not desk.ledger.needs_rejoin():
            desk.ledger.require_rejoin()
        strip.refused(desk, Refusal("device_lost"))

    def _push(self, batch: Batch) -> Push:
        device = self._desk.ledger.head().device
        made = rows.push(batch, device, self._desk.sign)
        return Push(request=staff_books.beside(self._desk, made))

    def _conflict(self, asked: Push, expected: int | None) -> tuple[Request, ...]:
        """The server expects another event next: go on from there, forwards or back."""
        ledger, epoch = self._desk.ledger, asked.request.epoch
        if expected is None:
            return ()
        if expected > asked.request.from_seq:
            ledger.acknowledge(epoch, expected - 1)
        else:
            ledger.resend(epoch, expected - 1)
        return self._go_on()

    def _forked(self, asked: Push, differs: int | None) -> tuple[Request, ...]:
        """A copy of this disk sent other events there: ours go out under an epoch of our own."""
        ledger = self._desk.ledger
        if not epochs.fork_found(ledger, asked.request, differs):
            return (self._start(self._next()),)
        return (self._start(epochs.leave(self._desk, forked=True)),)

    def _pull(self) -> Pull:
        head = self._desk.ledger.head()
        return Pull(
            cursor=self._desk.directory.cursor(),
            epoch=head.epoch,
            seq=head.seq,
            head=head.hash.hex(),
        )

    def _pushed(self, reply: Pushed) -> tuple[Request, ...]:
        ledger = self._desk.ledger
        self._size = self._size.after_success()
        asked = reply.asked.request
        # No further than these: of a copied disk the server may keep others after them.
        last_seq = asked.from_seq + len(asked.events) - 1
        ledger.acknowledge(reply.reply.epoch, min(reply.reply.acked_seq, last_seq))
        ledger.people_acknowledge(reply.reply.people)
        staff_books.pushed(self._desk, asked, reply.reply)
        if asked.pins or asked.visit_pins:
            # A server that knows nothing of PINs gets them with the next sale, and not in between.
            self._server_takes_pins = reply.reply.pins is not None
            ledger.pins_acknowledge(reply.reply.pins or {}, reply.reply.visit_pins or {})
        return self._go_on()

    def _pulled(self, reply: Pulled) -> tuple[Request, ...]:
        desk, page = self._desk, reply.reply
        if reply.asked.cursor != desk.directory.cursor():
            return ()
        if epochs.is_beside(desk.ledger, page):
            return (self._start(self._beside(page.own.epoch)),)
        if desk.directory.feed_epoch() not in ("", page.feed_epoch):
            # Whoever reads from the beginning is told by no refusal that the feed is another one.
            desk.directory.forget()
            return (self._start(self._pull()),)
        if page.feed_epoch != desk.ledger.head().feed_epoch:
            # Other books than those that gave this epoch: they may lack what was sent in it.
            return (self._start(epochs.leave(desk)),)
        self._apply(page)
        if page.more:
            may_fetch = desk.renew is not None and desk.fetches_failed < FETCHES_FAILED_MAX
            self.wants_copy = page.snapshot and may_fetch
            return self._go_on()
        desk.peppers.told(desk.directory.setting(PEPPER_SETTING))
        was_heard, self._heard = self._heard, True
        has_more = not was_heard and desk.ledger.batch(1, wire.BYTES_MAX) is not None
        return self._go_on() if has_more or desk.peppers.due else ()

    def _apply(self, page: wire.PullReply) -> None:
        desk, granted = self._desk, []
        # ledger.db first: a crash between the two leaves grants taken and the cursor behind,
        # and the same page comes again (DESIGN.md section 6, two files a till).
        for row in page.grants:
            self._take(row)
            desk.ledger.answered(row.request_id)
            granted.append(row.account)
        for asked in page.recalls:
            giving_back.asked(desk, asked)
        if page.erased:
            # Before anything is pushed again: what was erased must not travel once more.
            desk.ledger.erase(tuple(page.erased))
            second_place.erased(desk)
            elsewhere.forget(desk)
        decided = [(asked, refund_judge.decide(desk, asked)) for asked in page.refund_requests]
        homes.hear(desk, page)
        told = homes.marked(desk, rows.page(page), more=page.more)
        self._gather(told, granted)
        if told.pins or told.visit_pins:
            desk.ledger.pins_settle(told.pins, told.visit_pins)
        desk.directory.apply(told)
        refund_wish.told(desk, told.refund_answers)
        refund_judge.tell(desk, decided)
        if page.programmes:
            desk.programmes = tuple(from_wire(raw) for raw in desk.directory.programmes())
        if page.settings:
            self.settle(page.settings)

    def take_mine(self, page: wire.PullReply) -> None:
        """Take what is for this till alone; the directory stays where it is."""
        here = self._desk.directory
        own = wire.Place(epoch=here.own().epoch, seq=here.own().seq)
        self._apply(replace(page, cursor=here.cursor(), own=own, more=True))

    def settle(self, told: Mapping[str, str]) -> None:
        """Go by what the owner has set, from now on."""
        desk = self._desk
        desk.cards = old_cards.setting(desk.directory)
        house_rules.hear(desk)
        staff_books.hear(desk)
        if without_line.SETTING in told:
            without_line.keep(desk)
        if without_line.SETTING in told and without_line.several(desk.directory):
            desk.shop = replace(desk.shop, several_tills=True)

    def _take(self, row: wire.GrantRow) -> None:
        grant = rows.grant(row)
        if self._desk.ledger.take_grant(grant):
            giving_back.took(self._desk, grant)

    def _gather(self, told: Page, granted: list[str]) -> None:
        """Hold under the accounts that go on what is held under old ones; at first, all of it."""
        known = () if self._gathered else self._desk.directory.redirects(ACCOUNT)
        gathering.gather(self._desk, told.redirects, [*known, *told.redirects, *granted])
        self._gathered = True

    def _beside(self, epoch: int) -> Request:
        """Begin anew, or send what an epoch that was left has: the answer says where it forks."""
        ledger = self._desk.ledger
        batch = ledger.batch(self._size.events, self._size.bytes)
        if batch is None or epoch == ledger.head().epoch:
            return epochs.leave(self._desk)
        # Without people: who was erased stands in the page that was not taken.
        return self._push(dataclasses.replace(batch, people=(), pins=(), visit_pins=()))
