"""The form beside the document: the fields that a draft has, and a document with one changed.

Both are views of one text. A field that is changed writes the text anew; comments in it then go,
and stay readable in the edits before.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Literal

import msgspec

from loyalty.errors import Refusal
from loyalty.explaining.voice import Voice
from loyalty.programme.writing import written
from server.publishing.wording import mark

Kind = Literal["number", "money", "percent", "text"]
DIGITS_MAX = 13

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "name": mark("Name"),
        "margin_percent": mark("Your margin in per cent"),
        "points.months": mark("Points last for months"),
        "points.pending_days": mark("Points can be used after days"),
        "points.inactive_days": mark("Points end after days without a visit"),
        "caps.points_per_sale": mark("Most points in a sale"),
        "caps.points_per_day": mark("Most points in a day"),
        "limits.no_pin_card_minor": mark("Without a PIN, with the card, up to"),
        "limits.no_pin_phone_minor": mark("Without a PIN, with the phone number, up to"),
        "points": mark("Points"),
        "per_minor": mark("For every"),
        "pieces": mark("Items"),
        "percent": mark("Per cent"),
        "minimum_minor": mark("From an amount of"),
        "most_per_sale": mark("At most in a sale"),
        "most_per_day": mark("At most in a day"),
        "most_per_member": mark("At most for a member"),
        "stamps": mark("Stamps on a full card"),
        "amount_minor": mark("Amount off"),
        "maximum_minor": mark("Off at most"),
        "worth_minor": mark("Worth"),
        "minor": mark("Paid with them"),
        "cost.amount": mark("Costs"),
        "life.days": mark("Can be used for days"),
        "from_amount": mark("Reached from"),
        "at": mark("Once at"),
        "every": mark("Every"),
        "gift.points": mark("Brings points"),
        "referrer.points": mark("Brings points to who invited"),
        "fee_minor": mark("Price"),
        "months": mark("For months"),
    }
)
GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "": mark("The programme"),
        "earn": mark("How points are given"),
        "multipliers": mark("Extra points"),
        "stamp_cards": mark("Stamp cards"),
        "rewards": mark("What you can get"),
        "milestones": mark("Every so much"),
        "tiers": mark("Levels"),
        "bonuses": mark("Presents"),
        "memberships": mark("Paid membership"),
    }
)
_HEAD = (
    "name",
    "margin_percent",
    "points.months",
    "points.pending_days",
    "points.inactive_days",
    "caps.points_per_sale",
    "caps.points_per_day",
    "limits.no_pin_card_minor",
    "limits.no_pin_phone_minor",
)
_OF_EARN = ("minimum_minor", "most_per_sale", "most_per_day")
_OF_REWARD = ("cost.amount", "minimum_minor", "most_per_day", "most_per_member", "life.days")
_FIELDS: Mapping[tuple[str, str], tuple[str, ...]] = MappingProxyType(
    {
        ("earn", "amount"): ("points", "per_minor", *_OF_EARN),
        ("earn", "percent"): ("percent", *_OF_EARN),
        ("earn", "visit"): ("points", *_OF_EARN),
        ("earn", "item"): ("points", "pieces", *_OF_EARN),
        ("earn", "flat"): ("points", *_OF_EARN),
        ("multipliers", ""): ("name", "percent"),
        ("stamp_cards", ""): ("name", "stamps", "minimum_minor", "most_per_day"),
        ("rewards", "fixed"): ("name", "amount_minor", *_OF_REWARD),
        ("rewards", "percent"): ("name", "percent", "maximum_minor", *_OF_REWARD),
        ("rewards", "product"): ("name", "worth_minor", "pieces", *_OF_REWARD),
        ("rewards", "donation"): ("name", "amount_minor", *_OF_REWARD),
        ("rewards", "shipping"): ("name", "maximum_minor", *_OF_REWARD),
        ("rewards", "pay"): ("name", "points", "minor", "minimum_minor"),
        ("rewards", "choice"): ("name", *_OF_REWARD),
        ("rewards", "mystery"): ("name", *_OF_REWARD),
        ("rewards", "access"): ("name", "most_per_member"),
        ("milestones", ""): ("name", "at", "every", "gift.points"),
        ("tiers", ""): ("name", "from_amount"),
        ("bonuses", "referral"): ("name", "gift.points", "referrer.points", "minimum_minor"),
        ("bonuses", ""): ("name", "gift.points"),
        ("memberships", ""): ("name", "fee_minor", "months", "gift.points"),
    }
)
_MONEY_OF_SPEND = frozenset({"from_amount", "at", "every"})


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One field: `path` names its place, `label` is a text to say, `value` is as it is typed."""

    path: str
    label: str
    kind: Kind
    value: str


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One rule with its fields, or the head of the programme; `path` is empty for the head."""

    group: str
    path: str
    name: str
    fields: tuple[Field, ...]


def parts(document: str, language: str) -> tuple[Part, ...]:
    """Give every rule of a document with its fields; nothing where it is no TOML.

    What is not in the document is an empty field. Names in several languages show the one of
    `language`.
    """
    whole = _table(document)
    if whole is None:
        return ()
    return tuple(_parts(whole, language))


def changed(document: str, path: str, typed: str, language: str) -> str:
    """Give the document with one field as it was typed; an empty one is taken out.

    Raises Refusal `form_field` for what is no figure, and for a path that leads nowhere.
    """
    whole = _table(document)
    for part in _parts(whole, language) if whole is not None else ():
        for field in part.fields:
            if field.path == path:
                assert whole is not None
                value = _read(field, typed.strip(), _scale(whole))
                _put(whole, path.split("."), value, language)
                return written(whole)
    raise Refusal("form_field", "there is no such field", path=path)


def without(document: str, path: str) -> str:
    """Give the document without a rule. Raises Refusal `form_field` when it is not there."""
    whole = _table(document)
    group, _, at = path.partition(".")
    rules = whole.get(group) if whole is not None else None
    if not isinstance(rules, list) or not at.isdecimal() or int(at) >= len(rules):
        raise Refusal("form_field", "there is no such rule", path=path)
    assert whole is not None
    del rules[int(at)]
    if not rules:
        del whole[group]
    return written(whole)


def heading(part: Part, voice: Voice) -> str:
    """Say what a part is: its group, and the rule's own name."""
    text = voice.say(GROUPS[part.group])
    return (
        text if not part.name else voice.say("{group}: {rule}").format(group=text, rule=part.name)
    )


def _table(document: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(document)
    except (tomllib.TOMLDecodeError, RecursionError):
        return None


def _parts(whole: dict[str, Any], language: str) -> Iterator[Part]:
    scale = _scale(whole)
    yield Part(group="", path="", name="", fields=_fields(whole, "", _HEAD, scale, language))
    for group in GROUPS:
        rules = whole.get(group) if group else None
        for at, rule in enumerate(rules if isinstance(rules, list) else ()):
            if not isinstance(rule, dict):
                continue
            kind = rule.get("kind", "")
            wanted = _FIELDS.get((group, kind)) or _FIELDS.get((group, "")) or ("name",)
            path = f"{group}.{at}"
            yield Part(
                group=group,
                path=path,
                name=_named(rule.get("name"), language) or str(rule.get("id", "")),
                fields=_fields(rule, f"{path}.", wanted, scale, language),
            )


def _fields(
    table: dict[str, Any], before: str, wanted: tuple[str, ...], scale: int, language: str
) -> tuple[Field, ...]:
    found = []
    for name in wanted:
        value: Any = table
        for step in name.split("."):
            value = value.get(step) if isinstance(value, dict) else None
        kind = _kind(name, table)
        found.append(
            Field(
                path=f"{before}{name}",
                label=LABELS[name],
                kind=kind,
                value=_shown(value, kind, scale, language),
            )
        )
    return tuple(found)


def _kind(name: str, table: dict[str, Any]) -> Kind:
    if name == "name":
        return "text"
    if name.endswith("percent"):
        return "percent"
    is_money = name in _MONEY_OF_SPEND and table.get("measure", "spend") == "spend"
    return "money" if is_money or name.endswith("minor") else "number"


def _shown(value: Any, kind: Kind, scale: int, language: str) -> str:
    if kind == "text":
        return _named(value, language)
    if not isinstance(value, int) or isinstance(value, bool):
        return ""
    if kind != "money" or not scale:
        return str(value)
    whole, rest = divmod(value, 10**scale)
    return f"{whole}.{rest:0{scale}}"


def _named(value: Any, language: str) -> str:
    if isinstance(value, dict):
        found = value.get(language) or value.get("en") or next(iter(value.values()), "")
        return found if isinstance(found, str) else ""
    return value if isinstance(value, str) else ""


def _read(field: Field, typed: str, scale: int) -> object:
    if not typed:
        return None
    if field.kind == "text":
        return typed
    whole, mark_found, rest = typed.replace(",", ".").partition(".")
    decimals = scale if field.kind == "money" else 0
    is_figure = whole.isascii() and whole.isdecimal() and len(whole) <= DIGITS_MAX
    if not is_figure or len(rest) > decimals or (mark_found and not rest.isdecimal()):
        raise Refusal(
            "form_field", f"{typed!r} is no figure for this field", path=field.path, got=typed
        )
    return int(whole) * 10**decimals + int(rest.ljust(decimals, "0") or 0)


def _put(whole: dict[str, Any], steps: list[str], value: object, language: str) -> None:
    at: Any = whole
    for step in steps[:-1]:
        if isinstance(at, list):
            at = at[int(step)]
            continue
        if not isinstance(at.get(step), dict | list):
            at[step] = {}
        at = at[step]
    last = steps[-1]
    if value is None:
        at.pop(last, None)
        _tidy(whole, steps[:-1])
    elif isinstance(at.get(last), dict):
        at[last] = {**at[last], language: value}
    else:
        at[last] = value


def _tidy(whole: dict[str, Any], steps: list[str]) -> None:
    """Take out a table within a rule, or of the head, in which nothing is left."""
    if not steps or steps[-1].isdecimal():
        return
    at: Any = whole
    for step in steps[:-1]:
        at = at[int(step)] if isinstance(at, list) else at[step]
    if at.get(steps[-1]) == {}:
        del at[steps[-1]]


def _scale(whole: dict[str, Any]) -> int:
    scale = whole.get("scale", 2)
    return scale if isinstance(scale, int) and 0 <= scale <= 4 else 2  # noqa: PLR2004
