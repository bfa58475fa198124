"""The flows of a counter as stories: what was before, then what is counted, act by act.

After `---` every act counts: a named key or a letter is a key of the cashier (T), a digit that is
typed is k, a key on the member's side M, a code that is read S. `docs/taps.md` says the same
numbers, and `test_taps` compares the two. The first line may name a programme, as in a story.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

ANNA = 'member "Anna de Vries" A 0612345678\nearn A 12500\nleft A\nwait 200\n'
BRAM = 'member "Bram Hol" B\nleft B\nwait 200\n'
COMES = """# programme club
scan A
key Enter
key F6
key F6
key Enter
pad 8305
pad 8305
key Esc
wait 6 => pad check_in
"""
STAMPED = '# programme stamps\nmember "Anna de Vries" A\nleft A\nwait 200\n'
SOLD = ANNA + "scan A\ntype 1250\nkey Enter\nleft A\nwait 60\n"
COFFEE = """
key F10
type 5
type +
key Enter
type Coffee
key Enter
type 300
key Enter
type 2
key Esc
key Esc
"""
KIM = """
key F10
type 4
type 1
type Bo
key Enter
scan Q
type 7392
type 7392
type 1
type Kim
key Enter
type 1
key Enter
type 8461
type 8461
"""
FLOWS: Mapping[str, str] = MappingProxyType(
    {
        "1": ANNA + '---\nscan A => member; "Anna de V."; "500 points"',
        "1b": COMES + '---\npad 8305 => idle; pad "1 of 3"',
        "1b card": COMES + '---\nscan A => idle; pad "1 of 3"',
        "2": ANNA + 'scan A\n---\nwait 0 => member; "500 points = € 5,00"',
        "3": ANNA + "---\nscan A\ntype 1250\nkey Enter => idle; prints; balance A points 550",
        "3 amount first": ANNA + "---\ntype 1250\nscan A => idle; prints; balance A points 550",
        "3b": STAMPED + "---\nscan A\nkey Enter => idle; prints; balance A stamp:bags 1",
        "3b three": STAMPED + "---\nscan A\ntype 3\nkey Enter => idle; balance A stamp:bags 3",
        "3c": COFFEE + ANNA + "---\nscan A\ntype C\nkey Enter => idle; balance A points 512",
        "4": ANNA + "scan A\ntype 1250\n---\nkey F4 => redeem",
        "4b": 'member "Anna de Vries" A\nearn A 50000\nleft A\nwait 200\nscan A\nkey F6\nkey F6\n'
        "pad 8305\npad 8305\nkey Esc\nleft A\nwait 200\nscan A\nkey F4\nkey Enter\n"
        "left A\nwait 200\nscan A\n"
        "---\nkey F4 => member; pad pin\npad 8305 => redeem",
        "4c": ANNA + "scan A\ntype 1250\n---\nkey F4\ntype 1 => redeem",
        "4d": ANNA + "scan A\n---\nkey F4\nkey Enter => idle; prints; balance A points 0",
        "4e": 'member "Anna de Vries" A\nearn A 50000\nearn A 50000\nleft A\nwait 200\nscan A\n'
        "key F4\nkey Enter\nleft A\nwait 200\nscan A\nkey F4 => pad choose\n"
        "---\npad 8305\npad 8305 => redeem",
        "5": "---\nscan C => enrol\nkey Enter => member",
        "5b": "---\nscan C\ntype 0687654321\nkey Enter => member",
        "5c": ANNA + "---\nwait 0 => idle",
        "5d": "scan C\nkey Enter\n---\nkey F6\ntype 7\n"
        "key Enter => member; balance C stamp:coffees 7",
        "5e": "---\ntype 1250\nscan C => idle; prints; balance C points 50",
        "5f": "---\nkey F3\ntype 0687654321\nkey Enter => member; prints",
        "6": ANNA + '---\ntype 0612345678\nkey Enter => member; "Anna de V."',
        "6b": ANNA + '---\nkey F2\ntype 5678\nkey Enter => member; "Anna de V."',
        "7": ANNA + BRAM + 'scan A\n---\nscan B => member; "Bram H."',
        "7 nobody": ANNA + "scan A\n---\nkey Esc => idle",
        "7b": BRAM + SOLD + "---\nkey F7\nscan B => idle; balance B points 50",
        "8": ANNA + "type 580\nkey Enter\nkey Enter\nwait 60\n"
        "---\nkey F7\nscan A\nkey Enter => idle; prints; balance A points 523",
        "9 whole": SOLD + "---\nslip 1 => refund\nkey Enter => idle; balance A points 500",
        "9 part": SOLD + "---\nslip 1\ntype 450\nkey Enter => idle; balance A points 532",
        "9c": SOLD + "---\nkey F7\nkey Enter => idle; balance A points 500",
        "10": ANNA + "line down\nwait 60\n---\nscan A\ntype 1250\nkey Enter => idle; prints",
        "11": SOLD + "---\nkey F8 => idle; balance A points 500",
        "12": 'member "Anna de Vries" A 0612345678\nleft A\nwait 200\nscan A\nkey F6\nkey F6\n'
        "pad 8305\npad 8305\nkey Esc\nleft A\nwait 200\n"
        "---\ntype 0612345678\nkey Enter\nkey F6\nscan B => pad pin\n"
        'pad 8305 => member; "is the new card"',
        "12 no PIN": ANNA + "---\ntype 0612345678\nkey Enter\nkey F6\n"
        'scan B => member; "is the new card"',
        "13": KIM + "type 8461\nkey F12 => lock\n---\ntype 7392 => idle",
        "13 badge": KIM + "type 8461\nkey F12 => lock\n---\nscan Q => idle",
        "14": KIM + "type 8461\nwait 10\n" + "scan C\nkey Enter\nkey F10\ntype 1\ntype 1\n"
        'key F10\ntype 1\ntype 2 => lock; "More goodwill"\n---\nscan Q => member',
        "15": SOLD + '---\nkey F10\ntype z\nkey Enter => idle; "is closed"',
        "16": SOLD + "wait 200\nscan A\n---\nkey F2 => history",
        "17": ANNA + "scan A\n---\nkey F10\ntype 1\ntype 3 => member; sound saved",
        "18": 'camera running\n---\ncamera lost => idle; "Camera not found"; "plug in any webcam"',
        "19": '---\nkey F4\ntype 1 => idle; "Everything counts double until"',
        "training": "---\nkey F10\ntype t => idle; trains on",
    }
)
"""By row of the table; a word behind the number is another way to do the same."""
