"""What a gun may have meant by what arrived: other layouts, CapsLock, a Shift that is held.

A gun sends places on a keyboard, not letters. It believes in a US keyboard unless somebody set it
up otherwise, so that under a French system the digits of a card arrive as `à&é"'(-è_ç`.
"""

from __future__ import annotations

from collections.abc import Iterator

_US = "`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./"
_US_SHIFT = '~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:"ZXCVBNM<>?'

# The same places in the same order; a space stands where the place gives no character by itself.
_LAYOUTS = (
    (  # French
        "²&é\"'(-è_çà)=azertyuiop $*qsdfghjklmùwxcvbn,;:!",
        " 1234567890°+AZERTYUIOP £µQSDFGHJKLM%WXCVBN?./§",
    ),
    (  # Belgian
        "²&é\"'(§è!çà)-azertyuiop $µqsdfghjklmùwxcvbn,;:=",
        "³1234567890°_AZERTYUIOP *£QSDFGHJKLM%WXCVBN?./+",
    ),
    (  # German
        " 1234567890ß qwertzuiopü+#asdfghjklöäyxcvbnm,.-",
        "°!\"§$%&/()=? QWERTZUIOPÜ*'ASDFGHJKLÖÄYXCVBNM;:_",
    ),
)


def _table(plain: str, shifted: str) -> dict[str, str]:
    pairs = zip(plain + shifted, _US + _US_SHIFT, strict=True)
    return {arrived: meant for arrived, meant in pairs if arrived != " "}


def _swapped() -> dict[str, str]:
    """Every place with Shift for the same place without it, and the other way round."""
    return dict(zip(_US + _US_SHIFT, _US_SHIFT + _US, strict=True))


def readings(arrived: str) -> Iterator[str]:
    """Give what was perhaps meant, the likeliest first: as it came, then by known mistakes."""
    yield arrived
    yield arrived.swapcase()
    tables = [_table(plain, shifted) for plain, shifted in _LAYOUTS]
    for table in tables:
        yield translated(arrived, table)
    # A held Shift changes every place; the digits of a French keyboard come out right by it.
    swapped = _swapped()
    yield translated(arrived, swapped)
    for table in tables:
        yield translated(translated(arrived, table), swapped)


def translated(text: str, table: dict[str, str]) -> str:
    """Put each character that a table knows into what it stands for."""
    return "".join(table.get(character, character) for character in text)
