"""The screens of the first start, as its engine gives them."""

from __future__ import annotations

from loyalty.errors import Refusal
from sync.discovery import Found
from terminal.till.first_start import FirstStart
from terminal.till.first_values import NotJoined, ShopsFound
from terminal.till.messages import Key, Text
from terminal.till.screens_steps import FirstStart as FirstScreen

FINGERPRINT = "ABCDEFGHIJKLMNOP"
CODE = f"AB23CD45EF-{FINGERPRINT}"
SHOPS = (
    Found(name="Koffiebar Noord", host="192.168.1.20", port=8700, fingerprint=FINGERPRINT),
    Found(name="", host="10.0.0.2", port=8700, fingerprint="PONMLKJIHGFEDCBA"),
)


def every(language: str = "en") -> dict[str, FirstScreen]:
    """All of them by name."""
    asked = FirstStart(language)
    made = {"first-start": asked.screen()}
    asked.handle(Text(text="2"))
    made["first-start-looking"] = asked.screen()
    asked.handle(Text(text=f"192.168.1.20:8700/{CODE}"))
    asked.handle(ShopsFound(shops=SHOPS))
    made["first-start-code"] = asked.screen()
    asked.handle(Key(name="Enter"))
    made["first-start-name"] = asked.screen()
    asked.handle(Key(name="Enter"))
    made["first-start-joining"] = asked.screen()
    asked.handle(NotJoined(error=Refusal("other_server")))
    made["first-start-refused"] = asked.screen()
    return made
