"""What the pad's window itself says: to a screen reader, and about turning the screen."""

from terminal.till.wording import Wording


class PadWords:
    """The window's own words in one language; all else comes from the till."""

    def __init__(self, language: str) -> None:
        # No money and no times are said here, so neither currency nor zone matters.
        self.words = Wording(language, currency="XXX", scale=0, time_zone="UTC")

    def title(self, shop: str) -> str:
        """The name of the window."""
        return self.words.say("{shop}: for the customer", shop=shop)

    def count(self, filled: int, of: int) -> str:
        """How many digits there are: never which."""
        return self.words.say("{filled} of {of} digits", filled=filled, of=of)

    def so_many(self, filled: int) -> str:
        """How many digits there are, where nobody knows how many it will be."""
        return self.words.plural("{n} digit", "{n} digits", filled)

    def time_left(self, seconds: int) -> str:
        """How long there is still."""
        return self.words.say("{seconds} seconds left", seconds=seconds)

    def private(self) -> str:
        """Who does not see what is typed."""
        return self.words.say("The till cannot see this.")

    def turn(self) -> str:
        """What to do with the one screen that there is."""
        return self.words.say("Turn this screen to the customer")

    def under(self) -> str:
        """What a screen reader says of a field that nobody has scratched yet."""
        return self.words.say("Still covered")
