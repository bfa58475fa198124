"""One version: what was known when it was published, and what members read of it."""

from __future__ import annotations

from loyalty.comparing.wording import worse
from loyalty.errors import Refusal
from loyalty.programme import to_toml
from server.console.kit.controls import Choice
from server.console.kit.parts import column, element, heading, link, panel, text
from server.console.page import Page, Visit
from server.console.pages.programme.asking import Asking, begun, lines, listed
from server.console.wording import NAMES, mark
from server.publishing import telling
from server.publishing.desk import Version
from server.publishing.shown import MemberTexts
from server.publishing.wording import voice
from storage.server.publications import CHANGES


async def draw(visit: Visit) -> None:
    """Draw the version that the address names."""
    asking = await begun(visit)
    now_us, asked = asking.now_us, visit.asked.get("version", "")
    found = await asking.read(lambda: asking.desk.versions(now_us))
    version = next((each for each in found if str(each.programme.version) == asked), None)
    if version is None:
        raise Refusal("version_unknown", visit.say("There is no such version."))
    link(visit.say("Back to the programme"), "/programme")
    number = version.programme.version
    day = asking.voice.day(version.programme.from_day)
    heading(visit.say("Version {n}, from {day}", n=number, day=day))
    _known(asking, version)
    with panel(visit.say("What members read")):

        async def show(language: str) -> None:
            shown = MemberTexts(visit.desk.access)
            page = await asking.read(lambda: shown.page(language, now_us, number))
            kept = await asking.read(lambda: asking.desk.texts(number, language))
            place.clear()
            with place:
                lines(kept.get(CHANGES, "").splitlines())
                lines(page.terms)
                lines(page.privacy)

        options = list(NAMES.items())
        language = visit.words.language
        Choice(visit.say("Language"), options, value=language, told=show, visit=visit)
        place = column("gap")
        await show(language)
    with element("div", "panel"), element("details"):
        text(visit.say("Its text"), "summary")
        text(to_toml(version.programme), "pre", "scroll", tabindex="0")


def _known(asking: Asking, version: Version) -> None:
    visit, said = asking.visit, version.said
    if not said.losses and said.forecast is None:
        return
    with panel(visit.say("What was known when it was published")):
        if said.losses:
            heading(visit.say("What becomes worse"), 3)
            was = voice(version.programme, visit.words.language)
            listed(list(worse(said.losses, was)))
        if said.forecast is not None:
            heading(visit.say("Forecast"), 3)
            listed(list(telling.forecast(said.forecast, asking.voice)))


PAGE = Page(
    path="/programme/version/{version}",
    name=mark("Version"),
    icon="programme",
    right="programme.see",
    draw=draw,
    in_menu=False,
)
