"""What can be expected of words: why something was refused, what is said, what follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from terminal.scenarios import saying
from terminal.scenarios.expecting import Check, Difference, Reader, View, compared
from terminal.scenarios.table import Table


def refused(table: Table, key: str) -> Check:
    """Expect a refusal: its code, or a table of its code, its sentences and its figures."""
    value = table.take(key)
    inner = table.table(value, key) if isinstance(value, Mapping) else None
    code = inner.text("code") if inner else ("" if isinstance(value, bool) else value)
    if not isinstance(code, str):
        table.wrong(key, value, "the code of a refusal, a table with it, true or false")
        code = ""
    is_any = value is True or (inner is not None and not code)
    texts = wanted_texts(inner, "says", "message") if inner else []
    details = inner.rest() if inner else {}
    path = f"{table.path}.{key}"

    def check(view: View) -> list[Difference]:
        refusal = view.outcome.refusal
        why = saying.refusal(view.world.shop, view.outcome, view.language)
        got = refusal.code if refusal else ""
        if is_any and not got:
            return [Difference(path=path, expected="a refusal", got=got)]
        if got != code and not is_any:
            return [Difference(path=path, expected=code, got=got, why=why)]
        found: list[Difference] = []
        for language, wanted in texts:
            said = saying.refusal(view.world.shop, view.outcome, language or view.language)
            if wanted not in said:
                found.append(Difference(path=f"{path}.says", expected=wanted, got=said))
        so = refusal.details if refusal else {}
        for name, should in details.items():
            if str(should) != str(so.get(name)):
                found += compared(f"{path}.{name}", str(should), str(so.get(name)))
        return found

    return check


def wanted_texts(table: Table, *keys: str) -> list[tuple[str, str]]:
    """Read texts, alone or by language."""
    value = table.take(*keys)
    if value is None:
        return []
    if isinstance(value, Mapping):
        inner = table.table(value, keys[0])
        for language in value:
            if language not in saying.LANGUAGES:
                inner.wrong(language, language, f"one of {', '.join(saying.LANGUAGES)}")
        return [(each, text) for each in value for text in inner.texts(each)]
    return [("", each) for each in table.texts(*keys)]


def says(holds: Callable[[str, Sequence[str]], bool]) -> Reader:
    def read(table: Table, key: str) -> Check:
        path, wanted = f"{table.path}.{key}", wanted_texts(table, key)

        def check(view: View) -> list[Difference]:
            found = []
            for language, text in wanted:
                said = saying.sentences(view.world.shop, view.outcome, language or view.language)
                if not holds(text, said):
                    found.append(Difference(path=path, expected=text, got=said))
            return found

        return check

    return read


def follows(table: Table, key: str) -> Check:
    """Expect what follows from whoever holds the home right: rules, rewards or reasons by name."""
    path, wanted = f"{table.path}.{key}", list(table.texts(key))

    def check(view: View) -> list[Difference]:
        quote = view.outcome.quote
        seen = [
            {each.code, *(str(value) for value in each.params.values())}
            for each in (quote.follows if quote else ())
        ]
        shown = [
            str(each.params.get("rule") or each.params.get("tier") or each.code)
            for each in (quote.follows if quote else ())
        ]
        is_so = len(seen) == len(wanted) and all(
            any(name in names for names in seen) for name in wanted
        )
        return [] if is_so else compared(path, wanted, shown)

    return check
