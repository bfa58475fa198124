"""Anybody reads the terms; members are told ahead what will be different."""

from __future__ import annotations

from collections.abc import Iterator

import httpx2
import msgspec
import pytest

from loyalty.programme import to_toml
from server.publishing.desk import Publishing
from server.publishing.rules import Rules
from tests.server.pages.shop import NUMBER, Premises, serving
from tests.server.shop import NOW_US

LATER = "2027-03-01"


@pytest.fixture
def desk(premises: Premises) -> Publishing:
    """Give the desk at which the shop's programme is changed."""
    return Publishing(premises.books.access())


@pytest.fixture
def client(premises: Premises) -> Iterator[httpx2.Client]:
    """Run the shop's server, and give somebody who asks in Dutch."""
    asked = {"accept-language": "nl"}
    with serving(premises) as (url, _), httpx2.Client(base_url=url, headers=asked) as opened:
        yield opened


def publish(desk: Publishing, cost: str = "amount = 60") -> None:
    """Make a reward dearer from a day far ahead."""
    text = to_toml(desk.current(NOW_US)).replace("amount = 50 }", f"{cost} }}")
    text = text.replace('name = "Shop"', 'name = "Shop <b>&</b>"')
    draft = desk.begin("Dearer", "olga", NOW_US, text)
    assert desk.publish(desk.prepare(draft.draft, LATER, NOW_US), "olga", NOW_US).published


def test_a_shop_that_published_nothing_has_terms_all_the_same(client: httpx2.Client) -> None:
    answer = client.get("/m/terms")
    assert answer.status_code == 200
    assert "Wat je kunt krijgen" in answer.text
    assert "Verantwoordelijk: Shop." in answer.text
    assert client.get("/m/terms/7").status_code == 404


def test_what_changes_is_told_ahead(desk: Publishing, client: httpx2.Client) -> None:
    """On the page of the terms to anybody, on the card to its member; names are only text."""
    desk.settle(Rules(keeper="Olga <i>", contact="olga@example.org"), NOW_US)
    publish(desk)
    text = client.get("/m/terms").text
    assert "Vanaf 1 mrt 2027 veranderen de regels" in text
    assert "moeilijker te krijgen" in text
    assert "Olga &lt;i&gt;" in text
    assert 'href="/m/terms/2"' in text
    later = client.get("/m/terms/2").text
    assert "Dit is versie 2 van de voorwaarden." in later
    assert "<b>&</b>" not in text + later


def test_a_recalled_change_is_told_no_more(desk: Publishing, client: httpx2.Client) -> None:
    publish(desk)
    desk.recall(2, "olga", NOW_US)
    text = client.get("/m/terms").text
    assert "veranderen de regels" not in text
    assert 'href="/m/terms/2"' not in text


def test_the_card_says_when(premises: Premises, desk: Publishing, client: httpx2.Client) -> None:
    """Whoever shows the card at the counter sees the day; without a change there is no note."""
    token = premises.books.make_phone_link(NUMBER, NOW_US)
    here = {"origin": str(client.base_url).rstrip("/")}
    client.post(f"/m/in/{token}", headers=here)
    assert 'id="terms-note"' not in client.get("/m/").text
    publish(desk)
    assert "Vanaf 1 mrt 2027 veranderen de regels" in client.get("/m/").text


def test_rules_that_are_settled_are_kept(desk: Publishing) -> None:
    settled = Rules(notice_days=60, cost_limit_minor=5, weeks=4)
    desk.settle(settled, NOW_US)
    assert msgspec.json.encode(desk.rules()) == msgspec.json.encode(settled)
