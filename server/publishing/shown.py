"""What members read: the terms in force, what is kept about them, and what will be different."""

from __future__ import annotations

from dataclasses import dataclass

from loyalty.errors import Refusal
from loyalty.programme import Programme, in_force
from server import terms
from server.access import Access
from server.publishing import member_texts, rules
from storage.server import publications, tenants
from storage.server.database import Connection
from storage.server.publications import CHANGES, PRIVACY, TERMS

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The texts of one version, line by line; what is indented stands under the line above.

    `coming` are the changes of versions that have not begun, the next one first. `others` are the
    versions that were or will be in force and can be read as well.
    """

    version: int
    terms: Lines
    privacy: Lines
    coming: tuple[Lines, ...]
    others: tuple[int, ...]


class MemberTexts:
    """Reads members' texts; whoever asks need not be known."""

    def __init__(self, access: Access) -> None:
        """Keep where the books are."""
        self._database = access.database
        self._tenant = access.tenant

    def page(self, language: str, now_us: int, version: int = 0) -> Page:
        """Give the texts of the version in force, or of one by its number.

        A version that nobody published with its texts (a shop's first one) is written from its
        rules. Raises Refusal `version_unknown` and `programme_none`.
        """
        with self._database.read() as connection:
            known, today = self._known(connection, now_us)
            by_version = {each.version: each for each in known}
            wanted = by_version.get(version) if version else in_force(known, today)
            if wanted is None:
                raise Refusal("version_unknown", f"there is no version {version}", got=version)
            kept = publications.texts(
                connection, self._tenant, version=wanted.version, language=language
            )
            settled = rules.read(connection, self._tenant)
            recalled = self._recalled(connection)
            coming = self._coming(connection, known, today, language)
        said = kept.get((wanted.version, TERMS))
        private = kept.get((wanted.version, PRIVACY))
        return Page(
            version=wanted.version,
            terms=_lines(said) or tuple(member_texts.terms(wanted, language)),
            privacy=_lines(private) or tuple(member_texts.privacy(wanted, settled, language)),
            coming=tuple(_lines(body) for _, body in coming),
            others=tuple(
                each
                for each in sorted(by_version)
                if each != wanted.version and each not in recalled
            ),
        )

    def next_day(self, language: str, now_us: int) -> str:
        """Give the line that says when rules change next; empty when none will."""
        with self._database.read() as connection:
            known, today = self._known(connection, now_us)
            coming = self._coming(connection, known, today, language)
        return _lines(coming[0][1])[0] if coming else ""

    def _known(self, connection: Connection, now_us: int) -> tuple[list[Programme], str]:
        tenant = tenants.read(connection, self._tenant)
        assert tenant is not None, "the books were made before anything else"
        known = terms.versions(connection, self._tenant)
        return known, terms.today(known, now_us, tenant.zone)

    def _recalled(self, connection: Connection) -> set[int]:
        rows = publications.read(connection, self._tenant)
        return {row.version for row in rows.values() if row.recalled_by}

    def _coming(
        self, connection: Connection, known: list[Programme], today: str, language: str
    ) -> list[tuple[str, str]]:
        """Give from which day and how the rules change, for versions that have not begun."""
        later = {each.version: each.from_day for each in known if each.from_day > today}
        if not later:
            return []
        gone = self._recalled(connection)
        bodies = publications.texts(
            connection, self._tenant, version=sorted(later), language=language, kind=CHANGES
        )
        return sorted(
            (later[version], body) for (version, _), body in bodies.items() if version not in gone
        )


def _lines(body: str | None) -> Lines:
    return tuple(body.split("\n")) if body else ()
