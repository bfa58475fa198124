"""Puts into the guide what the program prints today: `python -m tests.programmes.rewrite`.

The figures of the ready programmes are left alone: those are worked out by hand and held to it.
"""

import re
import tempfile
from pathlib import Path

from tests.programmes.examples import ALL, PLACES, UNSEEN, added_for_members
from tests.programmes.guide import GUIDE, Section, sections
from tests.programmes.printed import answer, answers, mistakes, unreadable

_QUOTE = re.compile(r"(?:^>.*\n)+", re.MULTILINE)


def rewritten(text: str) -> str:
    """Give the guide with every answer, quotation and mistake as it is now."""
    now = sections()
    with tempfile.TemporaryDirectory() as folder:
        for shown in answers():
            old = now[shown.place]
            fence = old.fences[shown.at].text
            text = _within(text, old, f"\n{fence}```", f"\n{answer(shown, Path(folder))}```")
    for struct in ALL:
        if struct not in UNSEEN:
            old = now[PLACES[struct]]
            told = "\n>\n".join(f"> {each}" for each in added_for_members(struct)) + "\n"
            quoted = _QUOTE.search(old.text)
            assert quoted is not None, old.place
            text = _within(text, old, quoted.group(), told)
    for row, problem in mistakes():
        text = text.replace(row.group(), row.group().replace(row["wanted"], problem.expected))
    for row, problem in unreadable():
        text = text.replace(row.group(), row.group().replace(row["got"], problem.got))
    return text


def _within(text: str, section: Section, old: str, new: str) -> str:
    """Replace a part of one section, which is somewhere in the text as it was."""
    assert text.count(section.text) == 1, section.place
    assert section.text.count(old) == 1, old
    return text.replace(section.text, section.text.replace(old, new))


if __name__ == "__main__":
    fresh = rewritten(GUIDE.read_text("utf-8"))
    GUIDE.write_text(fresh, "utf-8")
