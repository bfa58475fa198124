"""Step 2 of both files: names found by their first letters at any size, phones by their end."""

from __future__ import annotations

# The words of names are only an index over person rows, so it is built anew rather than kept
# twice. It holds what names begin with (one to eight letters) as well, because without that
# "an" walks through every Anna that the shop has; and only who has a word, not where.
PEOPLE_FOUND = (
    "DROP TABLE person_name",
    """CREATE VIRTUAL TABLE person_word USING fts5(
        name, content='person', content_rowid='n', tokenize='unicode61 remove_diacritics 2',
        prefix='1 2 3 4 5 6 7 8', detail='none', columnsize=0
    )""",
    "INSERT INTO person_word (person_word, rank) VALUES ('secure-delete', 1)",
    "INSERT INTO person_word (person_word) VALUES ('rebuild')",
    # The last eight digits from the end; an index leaves the rows as they are.
    """CREATE INDEX person_phone_backwards ON person (
        substr(phone, -1, 1) || substr(phone, -2, 1) || substr(phone, -3, 1)
        || substr(phone, -4, 1) || substr(phone, -5, 1) || substr(phone, -6, 1)
        || substr(phone, -7, 1) || substr(phone, -8, 1), person_id
    ) WHERE substr(phone, -1, 1) || substr(phone, -2, 1) || substr(phone, -3, 1)
        || substr(phone, -4, 1) || substr(phone, -5, 1) || substr(phone, -6, 1)
        || substr(phone, -7, 1) || substr(phone, -8, 1) <> ''""",
)
