"""Every word is in every catalogue, and figures look as they do in the shop's country."""

import ast
import gettext
import re
import string
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.errors import Corrupt, LoyaltyError, Outage, Refusal
from terminal.commands import catalogue
from terminal.till.refusals import SENTENCES
from terminal.till.wording import LANGUAGES, LOCALE_FOLDER, MINUS, TRANSLATED, Wording

ROOT = Path(__file__).parents[3]
SPEAKING = catalogue.sources()
ADVICE = "run `python -m terminal.commands.catalogue` and translate what it lists"

# COUNTER's left-hand words: code and developers say them, screens and slips never do. "Reward"
# is not among them, as the right-hand side itself says "use (a reward)".
NEVER_SHOWN = re.compile(
    r"\b(escrow|grant(s|ed|ing)?|held|hold(s|ing)?|ledger|postings?|entry|entries|quarantined?"
    r"|outbox|breakage|liabilit(y|ies)|uplift|deficit|clawback|lots?|tiers?|redeem(s|ed|ing)?"
    r"|redemptions?|reversals?|credentials?|assurance|cohorts?|rfm|control group|multipliers?"
    r"|staircase|milestones?|earn rules?|fleet|pair(s|ed|ing)?|revoked?|vouchers?|offers?"
    r"|[xz][ -]report|snapshots?|embedded server|feed|cursor|epochs?)\b",
    re.IGNORECASE,
)
# The same words in the other languages, as far as they can only mean that: Portuguese "cupom" is a
# slip, and German "einlösen" is how shops say that a reward is used.
NEVER_SHOWN_IN = {
    "en": NEVER_SHOWN,
    "nl": (
        r"grootboek|journaalpost\w*|(tegen)?boeking(en)?|quarantaine|postvak uit|verplichting(en)?"
        r"|terugvordering\w*|tekort(en)?|inloggegevens|cohort\w*|controlegroep|vermenigvuldiger\w*"
        r"|mijlpa(al|len)|vloot|waardebon(nen)?|tegoedbon(nen)?|momentopname\w*|tijdperk(en)?"
        r"|ontkoppel\w*|cursor"
    ),
    "sv": (
        r"huvudbok\w*|bokföringspost\w*|karantän\w*|utkorg\w*|återkrav\w*|underskott\w*"
        r"|inloggningsuppgift\w*|kohort\w*|kontrollgrupp\w*|multiplikator\w*|milstolp\w*|flotta\w*"
        r"|kupong\w*|värdebevis\w*|ögonblicksbild\w*|epok\w*|återföring\w*|parkoppl\w*|parning\w*"
    ),
    "de": (
        r"hauptbuch\w*|(gegen)?buchung(en)?|quarantäne\w*|postausgang\w*|verbindlichkeit\w*"
        r"|rückforderung\w*|fehlbetrag\w*|zugangsdaten|anmeldedaten|kohorte\w*|kontrollgruppe\w*"
        r"|multiplikator\w*|meilenstein\w*|flotte\w*|gutschein\w*|momentaufnahme\w*|schnappschuss\w*"
        r"|epoche\w*|storn\w*|treuhand\w*|staffel\w*|eintrag\w*|einträge\w*"
    ),
    "pt_BR": (
        r"livro-razão|lançamentos?|quarentena|caixa de saída|passivos?|estornos?|estorna\w*|déficit"
        r"|credencia(l|is)|coortes?|grupo de controle|multiplicador\w*|marcos?|frota\w*|vouchers?"
        r"|vale-\w*|instantâneos?|épocas?|parea\w*|emparelh\w*|custódia"
    ),
}
# Refused events stay in the machine: no counter ever shows this one.
INTERNAL = {"event_shape"}


def never_shown(language: str) -> re.Pattern[str]:
    """Give what must not be found in a text of a language."""
    found = NEVER_SHOWN_IN[language]
    return found if isinstance(found, re.Pattern) else re.compile(rf"\b({found})\b", re.IGNORECASE)


def codes() -> list[str]:
    """Give every code that rules, slips and till raise by name."""
    found = set(SENTENCES)
    # At the console no cashier is stopped: what it refuses is said by the refusal's own sentence.
    for path in (each for each in SPEAKING if ROOT / "server" not in each.parents):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"Refusal", "Outage"}:
                found |= {
                    str(part.value) for part in node.args[:1] if isinstance(part, ast.Constant)
                }
    return sorted(found - INTERNAL)


def said() -> dict[str | tuple[str, str], str]:
    """Give every text that the code says, with one file that says it."""
    texts: dict[str | tuple[str, str], str] = {}
    for path in SPEAKING:
        for found in catalogue.texts_in(path.read_text("utf-8")):
            key = found[0] if len(found) == 1 else (found[0], found[1])
            texts[key] = str(path.relative_to(ROOT))
    return texts


def translations(language: str) -> dict[str | tuple[str, str], tuple[str, ...]]:
    """Give what the .po file of a language holds."""
    kept: dict[str | tuple[str, str], tuple[str, ...]] = {}
    for message in catalogue.read(language):
        if message.id:
            key = message.id if isinstance(message.id, str) else (message.id[0], message.id[1])
            texts = message.string or ""
            kept[key] = (texts,) if isinstance(texts, str) else tuple(texts)
    return kept


def translated(language: str) -> dict[str | tuple[str, str], tuple[str, ...]]:
    """Give what a language does translate; another test says what it does not."""
    return {key: texts for key, texts in translations(language).items() if all(texts)}


def holes(text: str) -> set[str]:
    """Give the names in curly brackets."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def wording(language: str = "en", zone: str = "Europe/Amsterdam", **changes: object) -> Wording:
    options: dict[str, object] = {"currency": "EUR", "scale": 2, "time_zone": zone}
    return Wording(language, **(options | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated_and_none_is_stale(language: str) -> None:
    kept = translations(language)
    spoken = said()
    missing = [
        f"{where}: {text}" for text, where in spoken.items() if not all(kept.get(text, ("",)))
    ]
    assert not missing, ADVICE
    stale = [str(text) for text in kept if text not in spoken]
    assert not stale, ADVICE


def test_texts_are_found_where_they_are_said() -> None:
    source = """
desk.say("one")
say("two" if one else "three", name=name)
words.plural("{n} cat", "{n} cats", 2)
mark("a long "
     "text")
say(sentence); speaker.say({"error": "no text"}); say(""); essay("no text"); plural(a, b, 2)
"""
    texts = [("one",), ("two",), ("three",), ("{n} cat", "{n} cats"), ("a long text",)]
    assert list(catalogue.texts_in(source)) == texts


@pytest.mark.parametrize("path", SPEAKING, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_text_is_put_together_before_it_is_said(path: Path) -> None:
    """`say(f"{n} cats")` can never be found in a catalogue: the holes are filled afterwards."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("say", "plural")):
            for part in node.args[:1]:
                assert not isinstance(part, ast.JoinedStr | ast.BinOp), ast.unparse(node)


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_fill_the_same_holes(language: str) -> None:
    for key, texts in translated(language).items():
        wanted = holes(key) if isinstance(key, str) else holes(key[1])
        for text in texts:
            # The form for one thing may write the number as a word.
            allowed = [wanted] if isinstance(key, str) else [wanted, wanted - {"n"}]
            assert holes(text) in allowed, (key, text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_developers_stay_out(language: str) -> None:
    shown = (
        [text for key in said() for text in ([key] if isinstance(key, str) else key)]
        if language == "en"
        else [text for texts in translations(language).values() for text in texts]
    )
    forbidden = never_shown(language)
    for text in shown:
        bare = re.sub(r"\{.*?\}", "", text)
        assert NEVER_SHOWN.search(bare) is None, text
        assert forbidden.search(bare) is None, text


def test_the_words_of_developers_are_known_in_every_language() -> None:
    assert set(NEVER_SHOWN_IN) == set(LANGUAGES)
    for language, text in (
        ("nl", "Het grootboek klopt."),
        ("sv", "Kupongen gäller."),
        ("de", "Zwei Buchungen fehlen."),
        ("pt_BR", "Há um lançamento novo."),
    ):
        assert never_shown(language).search(text) is not None


@pytest.mark.parametrize("language", TRANSLATED)
def test_compiled_catalogues_are_those_that_are_read(language: str) -> None:
    compiled = catalogue.po_file(language).with_suffix(".mo")
    assert compiled.read_bytes() == catalogue.as_mo(catalogue.read(language)), ADVICE
    loaded = gettext.translation("regulars", str(LOCALE_FOLDER), languages=[language])
    for key, texts in translated(language).items():
        if isinstance(key, str):
            assert loaded.gettext(key) == texts[0]
        else:
            assert loaded.ngettext(key[0], key[1], 1) == texts[0]
            assert loaded.ngettext(key[0], key[1], 7) == texts[1]


def test_the_command_adds_and_drops_texts_and_keeps_translations(tmp_path: Path) -> None:
    project = tmp_path / "project"
    (project / "till").mkdir(parents=True)
    spoken = project / "till" / "one.py"
    spoken.write_text('say("Hello")\nwords.plural("{n} cat", "{n} cats", 2)\n', "utf-8")
    texts = catalogue.template(("till",), project)
    first = catalogue.merged(catalogue.read("nl", tmp_path), texts)
    assert set(catalogue.untranslated(first)) == {"Hello", "{n} cat"}
    first["Hello"].string = "Hallo"
    path = catalogue.po_file("nl", tmp_path)
    path.parent.mkdir(parents=True)
    path.write_bytes(catalogue.as_po(first))
    spoken.write_text('say("Hello")\nmark("Bye")\n', "utf-8")
    second = catalogue.merged(
        catalogue.read("nl", tmp_path), catalogue.template(("till",), project)
    )
    assert catalogue.untranslated(second) == ("Bye",)
    assert "{n} cat" not in catalogue.as_po(second).decode()
    assert catalogue.read("nl", tmp_path)["Hello"].string == "Hallo"


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_command_would_find_nothing_to_translate(language: str) -> None:
    assert catalogue.untranslated(catalogue.read(language)) == (), ADVICE


def test_a_text_that_changes_its_kind_has_to_be_translated_again(tmp_path: Path) -> None:
    """Otherwise it would stand in the .po file, and be left out of the .mo file."""
    (tmp_path / "till").mkdir()
    spoken = tmp_path / "till" / "one.py"
    spoken.write_text('plural("once", "{n} times", 2)\n', "utf-8")
    first = catalogue.merged(
        catalogue.read("nl", tmp_path), catalogue.template(("till",), tmp_path)
    )
    first["once"].string = ("één keer", "{n} keer")
    spoken.write_text('say("once")\n', "utf-8")
    second = catalogue.merged(first, catalogue.template(("till",), tmp_path))
    assert catalogue.untranslated(second) == ("once",)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", codes())
def test_every_refusal_has_a_sentence_that_says_what_to_do(language: str, code: str) -> None:
    sentence = wording(language).refusal(Refusal(code))
    assert sentence != code
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert language == "en" or sentence != SENTENCES[code]


@pytest.mark.parametrize("kind", [Refusal, Outage, Corrupt, LoyaltyError])
def test_an_unknown_code_keeps_its_own_message(kind: type[LoyaltyError]) -> None:
    assert wording("nl").refusal(kind("of_tomorrow", "what happened")) == "what happened"


def test_nothing_said_is_nothing() -> None:
    assert wording("nl").say("") == ""


def test_an_unknown_language_is_english() -> None:
    assert wording("tlh").say("Saved") == "Saved"
    assert wording("tlh").language == "en"


def test_a_sentence_is_filled() -> None:
    assert wording("nl").say("Made on {date}", date="vandaag") == "Gemaakt op vandaag"


def test_numbers_choose_their_form_and_are_grouped() -> None:
    say = wording("nl").plural
    assert say("{n} point to go", "{n} points to go", 1) == "nog 1 punt"
    assert say("{n} point to go", "{n} points to go", 1840) == "nog 1.840 punten"


@pytest.mark.parametrize(
    ("speaking", "money", "amount", "shown"),
    [
        (("nl", "Europe/Amsterdam"), ("EUR", 2), 1250, "€ 12,50"),
        (("en", "Europe/Amsterdam"), ("EUR", 2), 125_000, "€ 1.250,00"),
        (("en", "Europe/London"), ("GBP", 2), 1250, "£12.50"),
        (("en", "America/New_York"), ("USD", 2), 1250, "$12.50"),
        (("sv", "Europe/Stockholm"), ("SEK", 2), 123_450, "1 234,50 kr"),
        (("de", "Europe/Berlin"), ("EUR", 2), 123_450, "1.234,50 €"),
        (("de", "Europe/Vienna"), ("EUR", 2), 1250, "€ 12,50"),
        (("pt_BR", "America/Sao_Paulo"), ("BRL", 2), 123_450, "R$ 1.234,50"),
        (("en", "Asia/Tokyo"), ("JPY", 0), 1250, "¥1,250"),
        (("en", "Asia/Kuwait"), ("KWD", 3), 1250, "KWD1.250"),
        (("nl", "Europe/Amsterdam"), ("EUR", 2), -1250, f"€ {MINUS}12,50"),
        (("pt_BR", "America/Sao_Paulo"), ("BRL", 2), -1250, f"{MINUS}R$ 12,50"),
        (("nl", "Europe/Amsterdam"), ("EUR", 2), 9_007_199_254_740_993, "€ 90.071.992.547.409,93"),
    ],
)
def test_money(speaking: tuple[str, str], money: tuple[str, int], amount: int, shown: str) -> None:
    words = wording(*speaking, currency=money[0], scale=money[1])
    assert re.sub(r"\s", " ", words.money(amount)) == shown


@pytest.mark.parametrize("language", LANGUAGES)
@given(amount=st.integers(-(10**15), 10**15))
def test_money_keeps_every_digit_and_its_sign(language: str, amount: int) -> None:
    shown = wording(language).money(amount)
    assert int("".join(letter for letter in shown if letter.isdecimal())) == abs(amount)
    assert (MINUS in shown) == (amount < 0)
    assert "-" not in shown


@pytest.mark.parametrize(
    ("amount", "shown"), [(250, "€\u00a0+2,50"), (-250, f"€\u00a0{MINUS}2,50"), (0, "€\u00a00,00")]
)
def test_signed_money(amount: int, shown: str) -> None:
    assert wording("nl").signed_money(amount) == shown


def test_whole_numbers() -> None:
    words = wording("nl")
    assert words.points(1840) == "1.840"
    assert words.points(-1840) == f"{MINUS}1.840"
    assert [words.signed(n) for n in (62, 0, -319)] == ["+62", "0", f"{MINUS}319"]
    assert words.percent(65) == "65%"


@pytest.mark.parametrize(
    ("language", "zone", "day", "full", "time"),
    [
        ("en", "Europe/Amsterdam", "Tue 18 Nov", "18 Nov 2026", "14:07"),
        ("en", "America/New_York", "Tue, Nov 18", "Nov 18, 2026", "8:07\u202fAM"),
        ("nl", "Europe/Amsterdam", "di 18 nov", "18 nov 2026", "14:07"),
        ("sv", "Europe/Stockholm", "tis 18 nov.", "18 nov. 2026", "14:07"),
        ("de", "Europe/Berlin", "Di., 18. Nov.", "18. Nov. 2026", "14:07"),
        ("pt_BR", "America/Sao_Paulo", "ter., 18 de nov.", "18 de nov. de 2026", "10:07"),
    ],
)
def test_days_and_times(language: str, zone: str, day: str, full: str, time: str) -> None:
    words = wording(language, zone)
    assert words.day("2025-11-18") == day
    assert words.date("2026-11-18") == full
    assert words.time(1_795_007_220_000_000) == time


def test_the_shop_may_say_its_country() -> None:
    assert wording("en", "Etc/UTC", region="NL").money(1250) == "€\u00a012,50"
    assert wording("en", "Etc/UTC").money(1250) == "€12.50"


def test_importing_the_wording_does_not_wait_for_babel() -> None:
    program = "import sys, terminal.till.wording; sys.exit('babel' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)
