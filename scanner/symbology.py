"""The names of the symbologies, and what zxing-cpp calls them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import zxingcpp

QR_CODE = "QRCode"
CODE_128 = "Code128"
PRODUCT = frozenset({"EAN13", "EAN8", "UPCA", "UPCE"})
BARS = PRODUCT | {CODE_128, "Code39", "ITF", "Codabar"}

# What is asked for, by set. QRCodeModel2 and not QRCode: the family holds Micro QR, which is
# imagined now and then in pictures of ordinary QR codes.
MEMBER = ("QRCodeModel2", "Code128")
MEMBER_QR = ("QRCodeModel2",)
MEMBER_BARS = ("Code128",)
RETAIL = ("EAN13", "UPCA")
ALL = (
    "QRCodeModel2",
    "Code128",
    "EAN13",
    "EAN8",
    "UPCA",
    "UPCE",
    "Code39",
    "ITF",
    "Codabar",
    "DataMatrix",
    "Aztec",
    "PDF417",
)

_EXACT = {"EAN13": "EAN13", "EAN8": "EAN8", "UPCA": "UPCA", "UPCE": "UPCE"}
_FAMILY = {name: name for name in ALL if name not in _EXACT} | {"QRCode": QR_CODE}
_UPC_AS_EAN = 13


def formats_of(names: tuple[str, ...]) -> zxingcpp.BarcodeFormats:
    """Give zxing-cpp's set of formats for names of the lists above."""
    import zxingcpp

    return zxingcpp.BarcodeFormats([getattr(zxingcpp.BarcodeFormat, name) for name in names])


def named(code: zxingcpp.Barcode) -> tuple[str, str] | None:
    """Give the symbology's name and the text of a code, or None for one we do not know.

    A UPC-A is an EAN-13 that begins with 0 and is given as the twelve digits under its bars; a
    UPC-E likewise as its eight.
    """
    text = code.text
    name = _EXACT.get(code.format.name) or _FAMILY.get(code.symbology.name)
    if name is None:
        return None
    if name in {"EAN13", "UPCA"} and len(text) == _UPC_AS_EAN and text.startswith("0"):
        return "UPCA", text[1:]
    if name == "UPCE" and len(text) == _UPC_AS_EAN:
        return name, _zeros_out(text[1:])
    return name, text


def _zeros_out(upc_a: str) -> str:
    """Give the eight digits of UPC-E for the twelve of UPC-A that they stand for."""
    system, maker, item, check = upc_a[0], upc_a[1:6], upc_a[6:11], upc_a[11]
    if maker[2:] in {"000", "100", "200"}:
        six = maker[:2] + item[2:] + maker[2]
    elif maker[3:] == "00":
        six = maker[:3] + item[3:] + "3"
    elif maker[4] == "0":
        six = maker[:4] + item[4] + "4"
    else:
        six = maker + item[4]
    return system + six + check
