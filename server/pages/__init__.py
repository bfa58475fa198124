"""The member page: a card on its member's phone, with a code that changes and works offline."""
