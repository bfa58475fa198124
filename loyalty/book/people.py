"""Who belongs to a shop in memory: members, the accounts they point to, and the tills."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from loyalty.errors import Refusal
from loyalty.scene import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One member: what is known of them and the account they point to.

    A household is several members with one account; `merged_into` names the member who took over
    a double one.
    """

    name: str
    account: str
    facts: Facts
    merged_into: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Till:
    """One till: whether benefits over several tills are issued here, and what it holds.

    `holds` is None for everything that nobody else holds, or the most that it holds of each unit.
    """

    name: str
    home: bool = True
    holds: Mapping[str, int] | None = None
    line_up: bool = True


@dataclass(slots=True)
class Roll:
    """Everybody who belongs to the shop, and which accounts took over which."""

    people: dict[str, Person] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)

    def person(self, name: str) -> Person:
        """Find a member; a double one that was merged away is the other now.

        Raises Refusal `unknown_member`.
        """
        found = self.people.get(name)
        if found is None:
            raise Refusal("unknown_member", f"there is no member {name!r}", member=name)
        return self.person(found.merged_into) if found.merged_into else found

    def add(self, name: str, facts: Facts, account: str = "") -> Person:
        """Let somebody join. Raises Refusal `member_exists`."""
        if name in self.people:
            raise Refusal("member_exists", f"{name!r} is a member already", member=name)
        made = Person(name=name, account=account or name, facts=replace(facts, member=name))
        self.people[name] = made
        return made

    def change(self, person: Person) -> None:
        """Put what is known of a member in place of what was."""
        self.people[person.name] = person

    def account(self, account: str) -> str:
        """Give the name of today of an account, which a merge may have changed."""
        while account in self.renamed:
            account = self.renamed[account]
        return account

    def of_account(self, account: str) -> list[Person]:
        """Give the members who share an account."""
        return [
            each for each in self.people.values()
            if each.account == account and not each.merged_into
        ]  # fmt: skip
