"""The dialog in which an owner settles notice, limit, weeks of sales and whom members can ask."""

from __future__ import annotations

from loyalty.errors import Refusal
from server.console.audit import Note
from server.console.kit import notices
from server.console.kit.controls import Field
from server.console.kit.dialogs import Dialog
from server.console.pages.programme.asking import Asking
from server.publishing.rules import Rules

_DIGITS_MAX = 12


async def settle(asking: Asking, dialog: Dialog) -> None:
    """Ask for the figures and keep them."""
    visit = asking.visit
    now = await asking.read(asking.desk.rules)
    unit = 10**asking.current.scale
    fields: dict[str, Field] = {}

    def fill() -> None:
        fields["notice"] = Field(
            visit.say("Days of notice before something becomes worse"),
            value=str(now.notice_days),
            inputmode="numeric",
        )
        fields["limit"] = Field(
            visit.say("A second person agrees when rewards take more in a month than"),
            value=str(now.cost_limit_minor // unit),
            hint=visit.say("In whole units of your currency; 0 is no limit."),
            inputmode="numeric",
        )
        fields["weeks"] = Field(
            visit.say("Weeks of sales that a forecast looks at"),
            value=str(now.weeks),
            inputmode="numeric",
        )
        fields["keeper"] = Field(
            visit.say("Who is responsible for members' data"), value=now.keeper, most=200
        )
        fields["contact"] = Field(
            visit.say("Where members can ask about it"), value=now.contact, most=200
        )

    async def keep() -> None:
        settled = Rules(
            notice_days=_whole(fields["notice"]),
            cost_limit_minor=_whole(fields["limit"]) * unit,
            weeks=_whole(fields["weeks"]),
            keeper=fields["keeper"].value.strip(),
            contact=fields["contact"].value.strip(),
        )
        await asking.act(
            "settings.change",
            Note(what="publishing_settled"),
            lambda: asking.desk.settle(settled, asking.now_us),
        )
        notices.say(visit.say("Saved."))

    def _whole(field: Field) -> int:
        typed = field.value.strip()
        if not (typed.isascii() and typed.isdecimal() and len(typed) <= _DIGITS_MAX):
            sentence = visit.say("Give a whole number, such as 30.")
            field.wrong(sentence)
            raise Refusal("publishing_rules", sentence)
        field.wrong("")
        return int(typed)

    dialog.open(fill, visit.say("Save"), keep)
