"""Tells a scanner gun from a person by the rhythm of its keys."""

from dataclasses import dataclass, field

from terminal.till.messages import Key, Scan, Text

MEAN_GAP_MS = 35
MAX_GAP_MS = 100
LEAST_CHARACTERS = 6
MOST_CHARACTERS = 512
SETTLE_MS = 100
LATE_END_MS = 150
START, END = "\x02", "\x03"
AIM = "]"
AIM_LENGTH = 3
SYMBOLOGIES = {"]Q": "QRCode", "]C": "Code128", "]E": "EAN13", "]d": "DataMatrix", "]A": "Code39"}
ENDINGS = ("Enter", "Tab")
Said = Scan | Text | Key


@dataclass(slots=True)
class Wedge:
    """Takes keys with their times (ms) and says what they were: a scan, typing, a named key.

    Characters wait until it is clear what they are: `pending` is what to paint meanwhile, and
    `settle` is to be called SETTLE_MS after the last of them.
    """

    pending: str = ""
    times_ms: list[int] = field(default_factory=list)
    framed: bool = False
    scanned_ms: int | None = None

    def character(self, text: str, at_ms: int) -> list[Said]:
        """A printable character, or a scanner's own start and end marks."""
        if text == START:
            before = self.settle()
            self.framed = True
            return before
        if text == END and self.framed:
            return self.scan(at_ms)
        late = not self.framed and self.times_ms and at_ms - self.times_ms[-1] > MAX_GAP_MS
        before = self.settle() if late or len(self.pending) >= MOST_CHARACTERS else []
        self.pending += text
        self.times_ms.append(at_ms)
        return before

    def named(self, name: str, at_ms: int) -> list[Said]:
        """A named key. Enter and Tab end a scan; the same after a scan that silence had ended
        belongs to that scan and must not confirm anything."""
        if name in ENDINGS:
            if self.pending and self.is_scan():
                return self.scan(at_ms)
            if self.is_late_end(at_ms):
                self.scanned_ms = None
                return []
        before = self.settle()
        return before if name == "Tab" else [*before, Key(name=name)]

    def is_late_end(self, at_ms: int) -> bool:
        """Whether an Enter or Tab now still belongs to the scan before it."""
        return self.scanned_ms is not None and at_ms - self.scanned_ms <= LATE_END_MS

    def settle(self) -> list[Said]:
        """Nothing came for a while: what is pending is a scan without an end, or typing."""
        if not self.pending:
            return []
        if self.is_scan():
            return self.scan(self.times_ms[-1] + SETTLE_MS)
        typed = Text(text=self.pending)
        self.forget()
        return [typed]

    def is_scan(self) -> bool:
        """Whether the pending characters came like a scanner's, or carry its marks."""
        if self.framed or (self.pending.startswith(AIM) and len(self.pending) > AIM_LENGTH):
            return True
        if len(self.pending) < LEAST_CHARACTERS:
            return False
        return (self.times_ms[-1] - self.times_ms[0]) <= MEAN_GAP_MS * (len(self.times_ms) - 1)

    def scan(self, at_ms: int) -> list[Said]:
        """The pending characters as a scan; an AIM identifier names the symbology and goes."""
        text, symbology = self.pending, ""
        if text.startswith(AIM) and len(text) > AIM_LENGTH:
            symbology, text = SYMBOLOGIES.get(text[:2], ""), text[AIM_LENGTH:]
        self.forget()
        self.scanned_ms = at_ms
        return [Scan(text=text, symbology=symbology, source="wedge")]

    def forget(self) -> None:
        """Starts afresh."""
        self.pending, self.framed = "", False
        self.times_ms.clear()
