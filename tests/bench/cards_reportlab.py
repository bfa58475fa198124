"""The same card as reportlab's manual draws it: its own barcodes, forms, fonts and canvas."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from cards.layout import Card
from loyalty.number import grouped

_MM = 72 / 25.4
_WIDTH, _HEIGHT = 85.6 * _MM, 53.98 * _MM


def write_cards(cards: Sequence[Card]) -> bytes:
    """Give a PDF of both sides of cards; what is the same on all of them is a form, drawn once."""
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(_WIDTH, _HEIGHT), pageCompression=1, invariant=1)
    _forms(canvas, cards[0])
    for card in cards:
        _front(canvas, card)
        canvas.showPage()
        _back(canvas, card)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _forms(canvas: Any, card: Card) -> None:
    canvas.beginForm("front")
    canvas.setFillColorRGB(0.07, 0.19, 0.17)
    canvas.rect(-2 * _MM, -2 * _MM, _WIDTH + 4 * _MM, _HEIGHT + 4 * _MM, stroke=0, fill=1)
    for radius in range(6, 82, 5):
        canvas.setStrokeColorRGB(0.11, 0.27, 0.25)
        canvas.setLineWidth(1.5 * _MM)
        canvas.circle(9 * _MM, _HEIGHT - 6 * _MM, radius * _MM, stroke=1, fill=0)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.roundRect(49.6 * _MM, 4.5 * _MM, 31.5 * _MM, 31.5 * _MM, 2.2 * _MM, stroke=0, fill=1)
    canvas.setFont("Helvetica-Bold", 5.2 * _MM)
    canvas.drawString(4.5 * _MM, 9.4 * _MM, card.shop)
    canvas.setFont("Helvetica", 2.9 * _MM)
    canvas.drawString(4.5 * _MM, 4.7 * _MM, card.line)
    canvas.endForm()
    canvas.beginForm("back")
    canvas.setFillColorRGB(0.07, 0.19, 0.17)
    canvas.rect(-2 * _MM, 29 * _MM, _WIDTH + 4 * _MM, 27 * _MM, stroke=0, fill=1)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.setFont("Helvetica-Bold", 3.8 * _MM)
    canvas.drawString(4.5 * _MM, 45 * _MM, "Fijn dat je er weer bent.")
    canvas.setFont("Helvetica", 2.6 * _MM)
    canvas.drawString(4.5 * _MM, 40.4 * _MM, f"Gevonden? Geef deze kaart af bij {card.shop}.")
    canvas.endForm()


def _front(canvas: Any, card: Card) -> None:
    from reportlab.graphics import renderPDF
    from reportlab.graphics.barcode.qr import QrCodeWidget
    from reportlab.graphics.shapes import Drawing

    canvas.doForm("front")
    side = 29.5 * _MM
    code = QrCodeWidget(card.number, barLevel="H", barWidth=side, barHeight=side, barBorder=4)
    drawing = Drawing(side, side)
    drawing.add(code)
    renderPDF.draw(drawing, canvas, 50.6 * _MM, 5.5 * _MM)


def _back(canvas: Any, card: Card) -> None:
    from reportlab.graphics.barcode.code128 import Code128

    canvas.doForm("back")
    canvas.setFillColorRGB(1, 1, 1)
    canvas.setFont("Helvetica-Bold", 3.4 * _MM)
    canvas.drawString(4.5 * _MM, 32.6 * _MM, card.member)
    canvas.setFont("Helvetica", 2.6 * _MM)
    canvas.drawRightString(81.1 * _MM, 32.6 * _MM, f"Geldig tot {card.valid_until}")
    canvas.setFillColorRGB(0, 0, 0)
    bars = Code128(card.number, barWidth=0.508 * _MM, barHeight=15 * _MM, quiet=False)
    bars.drawOn(canvas, 11.6 * _MM, 11 * _MM)
    canvas.setFont("Helvetica-Bold", 4.1 * _MM)
    canvas.drawCentredString(42.8 * _MM, 5.4 * _MM, grouped(card.number))
