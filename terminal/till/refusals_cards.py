"""One sentence for every code that stops whoever makes cards, or gives one for another."""

from __future__ import annotations

from terminal.till.marking import mark

CARDS = {
    "cards_gone": mark("The file of these cards is not there any more. Make cards again."),
    "cards_rest": mark("This is no card of the last job, or nothing is left of it. Count again."),
    "cards_none": mark("There is no card to make. Type how many, then Enter."),
    "cards_busy": mark("Cards are being made. Wait for them, or stop them behind F10, C."),
    "cards_stopped": mark("The cards were stopped. Their numbers wait: F10, C, then R."),
    "card_unreadable": mark("A code cannot be read back, so nothing was kept. Try another design."),
    "card_wrong": mark("A card came out with another number, so nothing was kept. Make it again."),
    "cards_range": mark("No such cards. Type two numbers of cards, or places in a batch."),
    "batch_unknown": mark("No such cards were made here. Look at the list of batches."),
    "batch_printed": mark("All of these cards were printed. Print some of them again by number."),
    "cards_columns": mark("The list has no column of card numbers. Call it card, then try again."),
    "design_codeless": mark("This design has no code to scan. Choose another design."),
    "cards_count": mark("Not so many cards at once. Type a number from 1 to 500."),
    "logo_gone": mark("This picture cannot be read. Put the stick in again, or type its path."),
    "logo_kind": mark(
        "This cannot be drawn. Save the logo as PNG, JPEG or SVG, then try it again."
    ),
    "logo_large": mark("This picture is too large. Save it smaller: 2000 dots wide are plenty."),
    "logo_small": mark("This picture is too coarse to print. Take one at least 300 dots wide."),
    "logo_empty": mark("Nothing is to be seen in this picture. Take another one."),
    "logo_missing": mark("The logo of the shop cannot be read. Put it back, or take it away."),
    "paper_too_many": mark("The paper card has not so many places. Count the stamps again."),
    "paper_day": mark("No more paper cards today: the owner's limit is reached. Ask the owner."),
    "card_replaced": mark("This card was reported lost and is blocked. Ask for the new card."),
    "card_anonymous": mark(
        "Nobody knows whose card this is: no name and no phone. It cannot be replaced."
    ),
    "card_taken": mark("This card belongs to a member already. Take a new card from the pile."),
    "card_waits": mark("The new card pays for rewards after a day, or now with the PIN."),
}
