"""Reads members that a shop had elsewhere from a CSV file: the number on their card and more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import MappingProxyType

from stdnum import ean

from loyalty.errors import Refusal
from scanner.legacy_rules import SYMBOLOGIES, LegacyCards, is_whole, keys
from terminal.imports import headings
from terminal.imports.records import Record, encoding_of, records, separator_of

NUMBER = "number"
SYMBOLOGY = "symbology"
NAME = "name"
PHONE = "phone"
POINTS = "points"
HEADER_ROWS = 20
POINTS_MAX = 1_000_000_000
NAME_MAX = 200
_LENGTHS = {"EAN13": 13, "UPCA": 12}


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split("|"))


# English, Dutch, Swedish, German, Brazilian Portuguese; the surest name of a column first.
NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        NUMBER: _names(
            "number|barcode|code|nummer|streepjescode|streckkod|strichcode|numero|codigo"
        )
        + headings.NAMES[headings.MEMBER],
        SYMBOLOGY: _names(
            "symbology|barcode type|code type|card type|kind|type|soort|typ|art|tipo"
        ),
        NAME: _names(
            "name|full name|member name|customer name|naam|klantnaam|namn|kundnamn|kundenname"
            "|nome|nome completo|nome do cliente"
        ),
        PHONE: _names(
            "phone|phone number|telephone|mobile|mobile number|cell phone|telefoon|telefoonnummer"
            "|mobiel|telefon|telefonnummer|mobil|handy|handynummer|mobilnummer|telefone|celular"
        ),
        POINTS: _names(
            "points|balance|points balance|point balance|punten|puntensaldo|saldo|poang|poangsaldo"
            "|punkte|punktestand|pontos|saldo de pontos"
        ),
    }
)
_CALLED = {
    "".join(letter for letter in name.casefold() if letter.isalnum()): name for name in SYMBOLOGIES
} | {
    "ean": "EAN13",
    "gtin13": "EAN13",
    "upc": "UPCA",
    "i2of5": "ITF",
    "interleaved2of5": "ITF",
    "itf14": "ITF",
    "code3of9": "Code39",
    "nw7": "Codabar",
    "azteccode": "Aztec",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a file is like: its columns by meaning."""

    encoding: str
    separator: str
    header_row: int
    names: tuple[str, ...]
    columns: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow:
    """One member of the file; `key` is `SYMBOLOGY:NUMBER`, `phone` as it is written there."""

    row: int
    key: str
    name: str
    phone: str
    points: int


class RowError(Exception):
    """Why a row cannot be taken, in words."""


def form_of(path: Path) -> Form:
    """Look at a file. Raises Refusal `members_columns` and what `encoding_of` raises."""
    encoding = encoding_of(path)
    separator = separator_of(path, encoding)
    first = list(islice(records(path, encoding=encoding, separator=separator), HEADER_ROWS))
    for record in first:
        columns = _columns(record.cells)
        if NUMBER in columns:
            return Form(
                encoding=encoding,
                separator=separator,
                header_row=record.row,
                names=tuple(record.cells),
                columns=columns,
            )
    raise Refusal(
        "members_columns",
        "no row has a column for the number on the card; name it, for example, number",
        expected=[NUMBER, SYMBOLOGY, NAME, PHONE, POINTS],
        got=first[0].cells if first else [],
    )


def rows(path: Path, form: Form) -> Iterator[Record]:
    """Give the rows under the headings, one after the other."""
    for record in records(path, encoding=form.encoding, separator=form.separator):
        if record.row > form.header_row:
            yield record


def member_of(record: Record, form: Form, setting: LegacyCards, symbology: str) -> MemberRow:
    """Read a row; `symbology` is that of rows that do not say. Raises RowError."""
    cells: Sequence[str] = record.cells
    if record.is_broken:
        raise RowError("a quotation mark is not closed")
    if any(cells[len(form.names) :]):
        raise RowError("there are more columns than headings")

    def cell(field: str) -> str:
        place = form.columns.get(field)
        return "" if place is None or place >= len(cells) else cells[place].strip()

    named = cell(SYMBOLOGY)
    return MemberRow(
        row=record.row,
        key=_key(cell(NUMBER), symbology_of(named) if named else symbology, setting),
        name=_name(cell(NAME)),
        phone=cell(PHONE),
        points=_points(cell(POINTS)),
    )


def symbology_of(text: str) -> str:
    """Give the symbology that people mean, such as `EAN-13`. Raises RowError."""
    bare = "".join(letter for letter in text.casefold() if letter.isalnum())
    if bare not in _CALLED:
        raise RowError(f'"{text[:40]}" is no symbology; expected one of {", ".join(SYMBOLOGIES)}')
    return _CALLED[bare]


def _columns(cells: Sequence[str]) -> dict[str, int]:
    plain = [headings.plain(each) for each in cells]
    places: dict[str, int] = {}
    for field, names in NAMES.items():
        known = [(names.index(each), at) for at, each in enumerate(plain) if each in names]
        free = [pair for pair in known if pair[1] not in places.values()]
        if free:
            places[field] = min(free)[1]
    return places


def _key(number: str, symbology: str, setting: LegacyCards) -> str:
    if not number:
        raise RowError("there is no number")
    if "E+" in number.upper() and number[:1].isdecimal():
        raise RowError(
            f"a spreadsheet has shortened {number}; give the column the format text there"
        )
    if symbology in _LENGTHS:
        _check_product(number, symbology)
    found = keys(setting, number, symbology)
    if not found:
        _check_any_product(number, setting)
        kind = symbology or "any kind"
        raise RowError(f"{number[:40]} is no card that this shop takes ({kind}); see cards accept")
    if len(found) > 1:
        kinds = " or ".join(key.partition(":")[0] for key in found)
        raise RowError(f"{number[:40]} can be {kinds}; say which in a column symbology")
    return found[0]


def _check_any_product(number: str, setting: LegacyCards) -> None:
    """Say what is wrong with a number that has the length of a product code, where those count."""
    taken = set(setting.symbologies)
    for symbology, length in _LENGTHS.items():
        if symbology in taken and len(number) == length and number.isdecimal():
            _check_product(number, symbology)


def _check_product(number: str, symbology: str) -> None:
    length = _LENGTHS[symbology]
    if not (number.isascii() and number.isdecimal()):
        raise RowError(f"{number[:40]} is no {symbology}: it has digits only")
    if symbology == "EAN13" and len(number) == _LENGTHS["UPCA"] and is_whole("UPCA", number):
        raise RowError(f"{number} is a UPCA; write it so, or with a 0 before it")
    if len(number) != length:
        lost = (
            "; a spreadsheet may have dropped a 0 at its beginning" if len(number) < length else ""
        )
        raise RowError(f"{number[:40]} has {len(number)} digits, {symbology} has {length}{lost}")
    if not is_whole(symbology, number):
        right = ean.calc_check_digit(number[:-1])
        raise RowError(f"the last digit of {number} is wrong; expected {right}")


def _name(text: str) -> str:
    if len(text) > NAME_MAX or not text.isprintable():
        raise RowError("the name is longer than a name, or holds signs that cannot be shown")
    return text


def _points(text: str) -> int:
    bare = text.replace("\u00a0", "").replace(" ", "").replace("'", "")
    if not bare:
        return 0
    whole = bare.removesuffix(".0").removesuffix(".00").removesuffix(",00").removesuffix(",0")
    if not (whole.isascii() and whole.isdecimal()) or int(whole) > POINTS_MAX:
        raise RowError(f'"{text[:40]}" is no number of points; expected 0 or more, digits only')
    return int(whole)
