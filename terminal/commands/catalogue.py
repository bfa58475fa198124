"""For developers: brings the catalogues up to date with the texts in the code.

`python -m terminal.commands.catalogue` finds every text that the code says, adds the new ones to
each .po file with an empty translation, drops those that nobody says any more, and compiles the
.mo files that the till reads. Both are committed: reading .po at start would cost 45 ms.
"""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from terminal.till.wording import DOMAIN, LOCALE_FOLDER, TRANSLATED

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

PROJECT = Path(__file__).resolve().parents[2]
SPEAKING = (
    "loyalty",
    "cards",
    "terminal",
    "server/messages",
    "server/pages",
    "server/publishing",
    "server/console",
)
# The command line and the demo's narrator speak English, to people who read logs; the register's
# API speaks it to programs.
_ENGLISH_ONLY = (
    Path("terminal", "commands"),
    Path("terminal", "demo"),
    Path("terminal", "register"),
)
_TEXTS_OF = {"say": 1, "mark": 1, "plural": 2}


def po_file(language: str, folder: Path = LOCALE_FOLDER) -> Path:
    """Say where the catalogue of a language lies; its .mo file lies beside it."""
    return folder / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def texts_in(source: str) -> Iterator[tuple[str, ...]]:
    """Give every text that a module says, in its order; one about numbers has two forms.

    Babel's own extractor reads tokens, not Python: it glues the two texts of
    `say("a" if one else "b")` together, and takes the keys of a dict for texts.
    """
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        count = _TEXTS_OF.get(ast.unparse(call.func).rpartition(".")[2], 0)
        if count == 1 and call.args:
            yield from ((text,) for text in _literals(call.args[0]))
        elif count:
            texts = tuple(text for part in call.args[:count] for text in _literals(part))
            if len(texts) == count:
                yield texts


def _literals(part: ast.expr) -> tuple[str, ...]:
    if isinstance(part, ast.IfExp):
        return _literals(part.body) + _literals(part.orelse)
    if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value:
        return (part.value,)
    return ()


def sources(packages: Sequence[str] = SPEAKING, project: Path = PROJECT) -> list[Path]:
    """List the modules whose texts are translated, in an order that does not change."""
    found = (path for package in packages for path in (project / package).rglob("*.py"))
    return sorted(
        path
        for path in found
        if not any(path.is_relative_to(project / folder) for folder in _ENGLISH_ONLY)
    )


def template(packages: Sequence[str] = SPEAKING, project: Path = PROJECT) -> Catalog:
    """Collect every text that the code says, with the files it stands in."""
    from babel.messages.catalog import Catalog

    found = Catalog(project="Regulars", charset="utf-8")
    for path in sources(packages, project):
        where = [(path.relative_to(project).as_posix(), 1)]
        for texts in texts_in(path.read_text("utf-8")):
            found.add(texts if len(texts) > 1 else texts[0], locations=where)
    return found


def read(language: str, folder: Path = LOCALE_FOLDER) -> Catalog:
    """Read the .po file of a language, or start an empty catalogue."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import read_po

    path = po_file(language, folder)
    if not path.exists():
        return Catalog(
            locale=language,
            project="Regulars",
            version="1",
            header_comment=f"# The words of Regulars in {language}; see CONTRIBUTING.",
            msgid_bugs_address="the issue list of the project",
            last_translator="the authors of Regulars",
            language_team="the authors of Regulars",
            charset="utf-8",
            fuzzy=False,
        )
    with path.open("rb") as file:
        return read_po(file, locale=language)


def merged(old: Catalog, texts: Catalog) -> Catalog:
    """Give the catalogue exactly the texts of the code; its translations stay."""
    # A template is made anew each time: its date would change every file at every run.
    texts.creation_date = old.creation_date
    old.update(texts, no_fuzzy_matching=True)
    return old


def as_po(catalog: Catalog) -> bytes:
    """Give the bytes of a .po file, without line numbers, which change too often."""
    from babel.messages.pofile import write_po

    buffer = io.BytesIO()
    write_po(buffer, catalog, width=100, include_lineno=False, ignore_obsolete=True)
    return buffer.getvalue()


def as_mo(catalog: Catalog) -> bytes:
    """Give the bytes of the .mo file that belongs to a catalogue."""
    from babel.messages.mofile import write_mo

    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def untranslated(catalog: Catalog) -> tuple[str, ...]:
    """List the texts that a catalogue does not translate, or not in every plural form."""
    missing = []
    for message in catalog:
        if not message.id:
            continue
        single = isinstance(message.id, str)
        said = message.string or ""
        texts = (said,) if isinstance(said, str) else tuple(said)
        # A text that only looks like its old translation is not compiled either.
        is_sure = all(texts) and not message.fuzzy
        complete = len(texts) == (1 if single else catalog.num_plurals) and is_sure
        if not complete:
            missing.append(str(message.id if single else message.id[0]))
    return tuple(missing)


def update(folder: Path = LOCALE_FOLDER, languages: Sequence[str] = TRANSLATED) -> int:
    """Write the .po and .mo files of every language; give how many texts lack a translation."""
    missing = 0
    for language in languages:
        catalog = merged(read(language, folder), template())
        path = po_file(language, folder)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_po(catalog))
        path.with_suffix(".mo").write_bytes(as_mo(catalog))
        lacking = untranslated(catalog)
        missing += len(lacking)
        print(f"{language}: {len(catalog)} texts, {len(lacking)} to translate")
        for text in lacking:
            print(f"  {text}")
    return missing


if __name__ == "__main__":
    raise SystemExit(1 if update() else 0)
