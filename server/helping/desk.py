"""What the head office does for members: each method one transaction, with a line for the log.

`by` is the id of whoever does it. A method with a `request` does the same once, however often it
is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from server.access import Access
from server.commands import finding, sealed_notes
from server.commands.asking import Answer, once
from server.commands.desk import Commands
from server.helping import approving, casework, keeping_rules, limits, person, retention
from server.helping.approving import Wish
from server.helping.audit import Audit, Done
from server.helping.casework import Remedy
from server.helping.keeping_rules import Rules
from server.helping.limits import Alone
from server.work import Work
from storage.server import keeping, notes
from storage.server.approvals import APPROVED
from storage.server.cases import Case
from storage.server.consents import Said
from storage.server.keeping import HELD, Tag
from storage.server.notes import Note


class Helping:
    """Changes at the head office that are more than one command of the owner."""

    def __init__(self, access: Access) -> None:
        """Keep where the books are."""
        self.access = access
        self._commands = Commands(access)

    def adjust(self, request: str, who: str, wish: Wish, by: str, now_us: int) -> Done:
        """Give or take an amount, or ask a second person. Raises as `approving.adjust_or_ask`."""
        answer = self._once(
            "adjust-or-ask",
            request,
            now_us,
            lambda work: approving.adjust_or_ask(work, who, wish, by),
        )
        act = "adjust_asked" if "approval" in answer else "adjusted"
        return _done(act, answer, amount=wish.amount, unit=wish.unit, reason=wish.reason)

    def decide(self, approval_id: str, by: str, now_us: int, *, approve: bool) -> Done:
        """Approve what waits for a second person, or decline it. Raises as `approving.decide`."""

        def act(work: Work) -> Answer:
            answer, row = approving.decide(work, approval_id, by, approve=approve)
            wish = msgspec.json.decode(row.wish, type=Wish)
            if wish.case:
                casework.decided(
                    work, self.access.sealed_by, wish.case, approved=row.state == APPROVED
                )
            return {**answer, "asked_by": row.asked_by, "amount": wish.amount, "unit": wish.unit}

        answer = self._write(now_us, act)
        name = "adjust_approved" if approve else "adjust_declined"
        said = {key: answer[key] for key in ("approval", "asked_by", "amount", "unit")}
        return _done(name, answer, **said)

    def undo(self, request: str, event_id: str, now_us: int) -> Done:
        """Take an adjustment or a transfer back. Raises as `server.commands.undo.undo`."""
        return _done("undone", self._commands.undo(request, event_id, now_us), event=event_id)

    def send_case(self, who: str, story: sealed_notes.Story, now_us: int) -> Case:
        """Keep what a member wrote. Raises as `casework.send`."""
        with self.access.database.write() as connection:
            work = self.access.begin(connection, now_us)
            sent = casework.send(work, self.access.sealed_by, who, story)
            work.finish()
        return sent

    def give_case(self, case_id: str, remedy: Remedy, by: str, now_us: int) -> Done:
        """Give what is missing. Raises as `casework.give`."""
        answer = self._write(
            now_us,
            lambda work: casework.give(work, self.access.sealed_by, case_id, remedy, by),
        )
        return _done("case_given", answer, case=case_id, points=remedy.points)

    def decline_case(self, case_id: str, said: str, by: str, now_us: int) -> Done:
        """Say why not. Raises as `casework.decline`."""
        answer = self._write(
            now_us,
            lambda work: casework.decline(work, self.access.sealed_by, case_id, said, by),
        )
        return _done("case_declined", answer, case=case_id)

    def add_note(self, who: str, text: str, by: str, now_us: int) -> Done:
        """Keep a note, sealed. Raises Refusal `member_unknown`, `person_erased`, `text_wrong`."""

        def act(work: Work) -> Answer:
            work.take_turn()
            member = finding.member(work, who)
            sealed_notes.check_person(work, member.member_id)
            row = Note(
                note_id=work.new_id(),
                member_id=member.member_id,
                made_by=by,
                made_us=work.now_us,
                sealed=b"",
            )
            written = sealed_notes.text_of(text)
            tenant = self.access.tenant
            sealed = sealed_notes.seal_note(tenant, self.access.sealed_by, row, written)
            notes.save(work.connection, tenant, [sealed])
            return {"member": member.member_id, "note": row.note_id}

        answer = self._write(now_us, act)
        return _done("note_added", answer, note=str(answer["note"]))

    def drop_note(self, member_id: str, note_id: str) -> Done:
        """Delete a note."""
        with self.access.database.write() as connection:
            count = notes.drop(connection, self.access.tenant, member_id, note_id)
        return _done("note_deleted", {"member": member_id, "deleted": count}, note=note_id)

    def change(self, who: str, fields: Mapping[str, str], now_us: int) -> Done:
        """Change what is known of a person. Raises as `person.change`."""

        def act(work: Work) -> Answer:
            member = finding.member(work, who)
            changed = person.change(work, self.access.sealed_by, who, fields)
            return {"member": member.member_id, "changed": changed}

        answer = self._write(now_us, act)
        return _done("person_changed", answer, fields=",".join(answer["changed"]))

    def consent(self, who: str, said: Said, now_us: int) -> Done:
        """Keep a yes or a no. Raises as `person.consent`."""

        def act(work: Work) -> Answer:
            member = finding.member(work, who)
            is_new = person.consent(work, self.access.sealed_by, who, said)
            return {"member": member.member_id, "new": is_new}

        answer = self._write(now_us, act)
        return _done("consent", answer, consent=said.consent, given=int(said.given))

    def hold(self, who: str, why: str, by: str, now_us: int) -> Done:
        """Keep a person's data however long they stay away; without a reason no longer.

        `why` is a short word for the log, such as a file number, and names nobody. Raises Refusal
        `member_unknown` and `text_wrong`.
        """

        def act(work: Work) -> Answer:
            work.take_turn()
            member_id = finding.member(work, who).member_id
            keeping.drop(work.connection, self.access.tenant, member_id)
            if why:
                text = sealed_notes.text_of(why, 100)
                tag = Tag(member_id=member_id, state=HELD, made_by=by, made_us=now_us, why=text)
                keeping.save(work.connection, self.access.tenant, [tag])
            return {"member": member_id, "held": bool(why)}

        return _done("keeping_held" if why else "keeping_let_go", self._write(now_us, act))

    def put_keeping(self, rules: Rules, now_us: int) -> Done:
        """Say how long people are kept; nothing is erased before it is confirmed again.

        Raises Refusal `keeping_wrong`.
        """

        def act(work: Work) -> Answer:
            work.take_turn()
            keeping_rules.put(work.connection, self.access.tenant, rules)
            return {}

        months = ",".join(f"{land or 'other'}={n}" for land, n in sorted(rules.months.items()))
        return _done("keeping_set", self._write(now_us, act), months=months)

    def confirm_keeping(self, by: str, now_us: int) -> Done:
        """Let every night erase whose time is over. Raises Refusal `keeping_none`."""

        def act(work: Work) -> Answer:
            return {"months": dict(retention.confirm(work, by).months)}

        return _done("keeping_confirmed", self._write(now_us, act))

    def put_limit(self, limit: Alone, now_us: int) -> Done:
        """Say what one person may do alone. Raises Refusal `limit_wrong`."""

        def act(work: Work) -> Answer:
            limits.put(work.connection, self.access.tenant, limit)
            return {}

        said = {"points": str(limit.points), "pieces": str(limit.pieces)}
        return _done("limit_set", self._write(now_us, act), **said)

    def _once(self, name: str, request: str, now_us: int, act: Callable[[Work], Answer]) -> Answer:
        with self.access.database.write() as connection:
            work = self.access.begin(connection, now_us)
            return once(work, name, request, lambda: act(work))

    def _write(self, now_us: int, act: Callable[[Work], Answer]) -> Answer:
        with self.access.database.write() as connection:
            work = self.access.begin(connection, now_us)
            answer = act(work)
            work.finish()
        return answer


def _done(act: str, answer: Answer, /, **details: int | str) -> Done:
    audit = Audit(act=act, about=str(answer.get("member", "")), details=details)
    return Done(answer=answer, audit=audit)
