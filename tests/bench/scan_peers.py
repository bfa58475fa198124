"""The plain decoders that `bench scan` shows the same frames as ours, in the same run."""

from __future__ import annotations

import importlib
from collections.abc import Callable

from scanner import symbology
from scanner.image import Image

# OpenCV's reader of bars does not know Code 128, and its other one knows nothing but QR.
WANTED = (
    "zxing-cpp, defaults",
    "zxing-cpp, QR and Code 128",
    "OpenCV QRCodeDetector",
    "OpenCV barcode",
    "pyzbar, QR and Code 128",
)


def peers() -> dict[str, Callable[[Image], set[str]]]:
    """Give what a shop's developer would write first with each library that is here."""
    import cv2
    import zxingcpp

    qr, bars = cv2.QRCodeDetector(), cv2.barcode.BarcodeDetector()
    member = symbology.formats_of(symbology.MEMBER)

    def zxing_default(grey: Image) -> set[str]:
        return {code.text for code in zxingcpp.read_barcodes(grey)}

    def zxing_member(grey: Image) -> set[str]:
        return {code.text for code in zxingcpp.read_barcodes(grey, formats=member)}

    def opencv_qr(grey: Image) -> set[str]:
        return {qr.detectAndDecode(grey)[0]} - {""}

    def opencv_bars(grey: Image) -> set[str]:
        return set(bars.detectAndDecodeWithType(grey)[1]) - {""}

    here = dict(zip(WANTED[:4], (zxing_default, zxing_member, opencv_qr, opencv_bars), strict=True))
    return here | _pyzbar()


def _pyzbar() -> dict[str, Callable[[Image], set[str]]]:
    """Give pyzbar for the symbologies of members; nothing when it or libzbar0 is not here."""
    try:
        pyzbar = importlib.import_module("pyzbar.pyzbar")
    except ImportError:
        return {}
    wanted = [pyzbar.ZBarSymbol.QRCODE, pyzbar.ZBarSymbol.CODE128]

    def zbar(grey: Image) -> set[str]:
        codes = pyzbar.decode(grey, symbols=wanted)
        return {code.data.decode("utf-8", "replace") for code in codes}

    return {WANTED[4]: zbar}
