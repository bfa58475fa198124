"""Says a member's card for a wallet in every language of ours, from the same catalogues."""

from __future__ import annotations

from collections.abc import Callable

from cards.wallet.face import Labels, PassFace, Said
from loyalty.accounts import POINTS
from loyalty.rewards.offers import Offer
from server.pages.wording import SOURCE_LANGUAGE, TRANSLATED, Words
from server.wallet_figures import Holding


def face(holding: Holding, now_us: int) -> PassFace:
    """Say everything that the card shows."""
    programme = holding.programme
    spoken = {words.tag: words for words in map(Words, (SOURCE_LANGUAGE, *TRANSLATED))}

    def said(say: Callable[[Words], str]) -> Said:
        return {tag: say(words) for tag, words in spoken.items()}

    level, coming = holding.level, holding.coming
    return PassFace(
        serial=holding.serial,
        number=holding.number,
        language=Words(holding.language).tag,
        as_of_us=now_us,
        shop=said(lambda words: programme.text(programme.name, words.language)),
        labels=_labels(said),
        points=holding.points,
        worth_minor=programme.worth_minor(holding.points),
        currency=programme.currency,
        scale=programme.scale,
        code=said(
            lambda words: words.say("It collects as always. Larger rewards ask for your PIN.")
        ),
        level=said(lambda words: programme.text(level.name, words.language)) if level else {},
        next_reward=said(
            lambda words: (
                f"{programme.text(coming.reward.name, words.language)}: {_to_go(words, coming)}"
            )
        )
        if coming
        else {},
    )


def _labels(said: Callable[[Callable[[Words], str]], Said]) -> Labels:
    return Labels(
        card=said(lambda words: words.say("Member card")),
        points=said(lambda words: words.say("Points")),
        worth=said(lambda words: words.say("Worth")),
        level=said(lambda words: words.say("Level")),
        next_reward=said(lambda words: words.say("Next reward")),
        number=said(lambda words: words.say("Member number")),
        as_of=said(lambda words: words.say("Counted on")),
        code=said(lambda words: words.say("This code")),
    )


def _to_go(words: Words, coming: Offer) -> str:
    if coming.cost_unit == POINTS:
        return words.plural("{n} point to go", "{n} points to go", coming.missing)
    return words.plural("{n} stamp to go", "{n} stamps to go", coming.missing)
