"""Two members with points, known to a server, for tests of what it does about them."""

from loyalty import number
from loyalty.accounts import POINTS
from server.books import Books
from storage.server import purses
from sync.wire import PersonRow
from tests.server.shop import ANNA, BEN, Till

ANNA_CARD = number.make("0000", "000000001")
BEN_CARD = number.make("0000", "000000002")
LAST_DAY = "2027-06-30"


def enrol(till: Till, member: str, account: str, card: str, phone: str = "") -> None:
    """Let a member join at a till."""
    till.record("enrol", data={"member": member, "account": account, "number": card})
    row = PersonRow(
        person_id=member,
        version=1,
        fields={"name": f"Name of {member}", "birthday": "11-20"},
        blind={"phone": phone} if phone else {},
    )
    till.push(people=[row])


def two(till: Till) -> tuple[str, str]:
    """Let Anna join with 100 points and Ben with 40; give the names of their lots."""
    enrol(till, "anna", ANNA, ANNA_CARD, "a0")
    enrol(till, "ben", BEN, BEN_CARD, "b0")
    made = till.earn(ANNA, 100, LAST_DAY), till.earn(BEN, 40, LAST_DAY)
    till.push()
    return made


def points(books: Books, account: str) -> int:
    """Give the balance of an account in points."""
    return books.balances().get((account, POINTS), 0)


def rights(books: Books, account: str) -> dict[str, int]:
    """Give what of an account's points is free ("") and what each till holds."""
    with books._database.read() as connection:
        found: dict[str, int] = {}
        for row in purses.rights(connection, "shop", [account]):
            found[row.holder] = found.get(row.holder, 0) + row.amount
    return found
