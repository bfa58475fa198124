"""What a person is searched by: keyed tokens of name and mail, made alike when kept and asked.

A name stays sealed. What is kept of it is, for the beginning of each of its words, a keyed hash:
whoever has the database without the shop's key cannot read it (docs/adr/0029).
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Mapping

NAME = "name"
MAIL = "mail"
PHONE_END = "phone"
LETTERS_MIN = 2
LETTERS_MAX = 6
"""Beginnings of words are kept from the one length to the other; what is longer is compared."""
LAST_DIGITS = 4
WORDS_MAX = 8
_TOKEN_BYTES = 8
_WORD = re.compile(r"[^\W_]+")
_ALIKE = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe"})

Token = tuple[str, str]


def words(text: str) -> list[str]:
    """Give the words of a text as they are compared: without case and without marks on letters."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_ALIKE))
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _WORD.findall(kept)[:WORDS_MAX]


def fits(asked: list[str], name: str) -> bool:
    """Say whether each word that was asked for begins a word of a name."""
    known = words(name)
    return all(any(word.startswith(each) for word in known) for each in asked)


def kept(key: bytes, fields: Mapping[str, str]) -> list[Token]:
    """Give the tokens that a person is found by, from the fields `name`, `email` and `phone`."""
    found = {
        (NAME, _token(key, NAME, word[:letters]))
        for word in words(fields.get("name", ""))
        for letters in range(min(LETTERS_MIN, len(word)), min(LETTERS_MAX, len(word)) + 1)
    }
    if mail := _mail(fields.get("email", "")):
        found.add((MAIL, _token(key, MAIL, mail)))
    digits = _digits(fields.get("phone", ""))
    if len(digits) >= LAST_DIGITS:
        found.add((PHONE_END, _token(key, PHONE_END, digits[-LAST_DIGITS:])))
    return sorted(found)


def of_words(key: bytes, asked: list[str]) -> list[Token]:
    """Give the tokens of words that were asked for, the longest first: it is likely the rarest."""
    ordered = sorted(set(asked), key=lambda word: (-len(word), word))
    return [(NAME, _token(key, NAME, word[:LETTERS_MAX])) for word in ordered]


def of_mail(key: bytes, text: str) -> Token:
    """Give the token of a whole mail address."""
    return MAIL, _token(key, MAIL, _mail(text))


def of_phone_end(key: bytes, digits: str) -> Token:
    """Give the token of the last four digits of a phone number."""
    return PHONE_END, _token(key, PHONE_END, digits[-LAST_DIGITS:])


def _mail(text: str) -> str:
    return "".join(text.split()).casefold()


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isascii() and letter.isdecimal())


def _token(key: bytes, kind: str, text: str) -> str:
    said = f"find-{kind}\0{text}".encode()
    return hmac.new(key, said, hashlib.sha256).digest()[:_TOKEN_BYTES].hex()
