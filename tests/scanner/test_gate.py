"""The gate: what is let through, when, and what is said about the rest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty import number
from scanner.acceptance import member_of
from scanner.gate import Gate
from scanner.sightings import Conflict, Found, GateEvent, Left, Rejected, RejectedKind, Scan

ISSUER = "0000"
ANNA = number.make(ISSUER, "123456789")
BERT = number.make(ISSUER, "987654321")
ELSEWHERE = number.make("4711", "123456789")
WRONG_CHECK = ANNA[:-1] + str((int(ANNA[-1]) + 1) % 10)


def qr(text: str) -> Found:
    return Found(text=text, symbology="QRCode")


def bars(text: str) -> Found:
    return Found(text=text, symbology="Code128")


def gate() -> Gate:
    return Gate(member_of(ISSUER), source="camera")


def play(*looks: tuple[int, list[Found]]) -> list[GateEvent]:
    tried = gate()
    return [event for at_ms, found in looks for event in tried.look(found, at_ms)]


def scan(text: str, symbology: str, at_ms: int) -> Scan:
    return Scan(text=text, symbology=symbology, source="camera", at_ms=at_ms)


def test_one_frame_is_enough_for_a_qr_code() -> None:
    assert play((0, [qr(ANNA)])) == [scan(ANNA, "QRCode", 0)]


def test_bars_need_two_frames_within_a_second() -> None:
    assert play((0, [bars(ANNA)])) == []
    assert play((0, [bars(ANNA)]), (900, [bars(ANNA)])) == [scan(ANNA, "Code128", 900)]
    assert play((0, [bars(ANNA)]), (500, []), (1_001, [bars(ANNA)])) == []


def test_the_likeliest_reading_of_a_bad_picture_needs_a_second_frame() -> None:
    likely = Found(text=ANNA, symbology="QRCode", sure=False)
    assert play((0, [likely])) == []
    assert play((0, [likely, likely])) == []
    assert play((0, [likely]), (80, [likely])) == [scan(ANNA, "QRCode", 80)]
    assert play((0, [likely]), (80, [qr(ANNA)])) == [scan(ANNA, "QRCode", 80)]
    assert play((0, [likely]), (500, []), (1_001, [likely])) == []


def test_twice_in_one_frame_is_one_frame() -> None:
    assert play((0, [bars(ANNA), bars(ANNA)])) == []


def test_a_card_with_both_codes_counts_as_its_qr_code() -> None:
    assert play((0, [bars(ANNA), qr(ANNA)])) == [scan(ANNA, "QRCode", 0)]
    assert play((0, [bars(ANNA)]), (80, [qr(ANNA)])) == [scan(ANNA, "QRCode", 80)]


def test_a_card_that_stays_is_told_once() -> None:
    looks = [(at_ms, [qr(ANNA)]) for at_ms in range(0, 20_000, 80)]
    assert play(*looks) == [scan(ANNA, "QRCode", 0)]


def test_a_card_leaves_once_and_may_come_again() -> None:
    events = play((0, [qr(ANNA)]), (900, []), (1_001, []), (2_500, []), (2_600, [qr(ANNA)]))
    assert events == [scan(ANNA, "QRCode", 0), Left(text=ANNA), scan(ANNA, "QRCode", 2_600)]


def test_a_card_that_flickers_is_not_told_twice() -> None:
    looks = [(0, [qr(ANNA)]), (1_100, []), (1_500, [qr(ANNA)]), (1_900, [qr(ANNA)])]
    assert play(*looks) == [scan(ANNA, "QRCode", 0), Left(text=ANNA)]
    assert play(*looks, (2_000, [qr(ANNA)]))[-1] == scan(ANNA, "QRCode", 2_000)


def test_two_cards_at_once_are_a_conflict_told_once() -> None:
    both = [qr(ANNA), qr(BERT)]
    assert play((0, both), (80, both), (160, both)) == [Conflict(at_ms=0)]


def test_after_a_conflict_the_card_that_stays_is_taken() -> None:
    looks = [(at_ms, [qr(ANNA)]) for at_ms in range(80, 1_300, 80)]
    assert play((0, [qr(ANNA), qr(BERT)]), *looks) == [
        Conflict(at_ms=0),
        scan(ANNA, "QRCode", 1_040),
    ]


def test_a_card_that_has_gone_is_not_taken_when_its_conflict_ends() -> None:
    events = play((0, [qr(BERT)]), (900, [qr(ANNA)]), (1_050, []), (1_100, [qr(ANNA)]))
    assert events == [
        scan(BERT, "QRCode", 0),
        Conflict(at_ms=900),
        Left(text=BERT),
        scan(ANNA, "QRCode", 1_100),
    ]


def test_a_second_card_beside_an_accepted_one_waits_until_the_first_has_gone() -> None:
    events = play(
        (0, [qr(ANNA)]),
        (500, [qr(ANNA), qr(BERT)]),
        (900, [qr(BERT)]),
        (1_400, [qr(BERT)]),
        (1_600, [qr(BERT)]),
    )
    assert events == [
        scan(ANNA, "QRCode", 0),
        Conflict(at_ms=500),
        Left(text=ANNA),
        scan(BERT, "QRCode", 1_600),
    ]


def test_one_misread_of_bars_that_happens_to_be_valid_stops_the_card_for_its_second() -> None:
    looks = [(at_ms, [bars(ANNA)]) for at_ms in range(100, 1_300, 100)]
    events = play((0, [bars(BERT)]), *looks)
    assert events == [Conflict(at_ms=100), scan(ANNA, "Code128", 1_100)]


@pytest.mark.parametrize(
    ("found", "kind"),
    [
        (qr(ELSEWHERE), RejectedKind.OTHER_ISSUER),
        (qr(WRONG_CHECK), RejectedKind.CHECK_DIGIT),
        (qr("4111111111111111"), RejectedKind.PAYMENT_CARD),
        (qr("5500 0000 0000 0004"), RejectedKind.PAYMENT_CARD),
        (qr("https://example.org"), RejectedKind.FOREIGN),
        (qr(ANNA + "\n"), RejectedKind.FOREIGN),
        (qr(" " + ANNA), RejectedKind.FOREIGN),
        (qr(ANNA[:-2]), RejectedKind.FOREIGN),
        (qr(ANNA.replace("0", "\N{ARABIC-INDIC DIGIT ZERO}")), RejectedKind.FOREIGN),
        (Found(text="4006381333931", symbology="EAN13"), RejectedKind.PRODUCT_CODE),
        (Found(text="036000291452", symbology="UPCA"), RejectedKind.PRODUCT_CODE),
        (Found(text=ANNA, symbology="DataMatrix"), RejectedKind.FOREIGN),
        (Found(text=ANNA, symbology="ITF"), RejectedKind.FOREIGN),
    ],
)
def test_what_is_not_ours_is_named_once_and_never_accepted(
    found: Found, kind: RejectedKind
) -> None:
    looks = [(at_ms, [found]) for at_ms in range(0, 5_000, 80)]
    assert play(*looks) == [Rejected(kind=kind, text_last4=found.text[-4:])]


def test_one_misread_of_bars_is_not_worth_a_word() -> None:
    assert play((0, [bars(WRONG_CHECK)]), (80, [bars(ANNA)]), (160, [bars(ANNA)])) == [
        scan(ANNA, "Code128", 160)
    ]


def test_a_product_beside_the_card_does_not_disturb_it() -> None:
    product = Found(text="4006381333931", symbology="EAN13")
    assert play((0, [product, qr(ANNA)]), (80, [product, qr(ANNA)])) == [scan(ANNA, "QRCode", 0)]


def test_a_refused_code_is_named_again_when_it_comes_back_later() -> None:
    refused = Rejected(kind=RejectedKind.OTHER_ISSUER, text_last4=ELSEWHERE[-4:])
    assert play((0, [qr(ELSEWHERE)]), (3_000, []), (3_100, [qr(ELSEWHERE)])) == [refused, refused]


def test_any_issuer_is_accepted_when_none_is_given() -> None:
    tried = Gate(member_of(None))
    assert tried.look([qr(ELSEWHERE)], 0) == [scan(ELSEWHERE, "QRCode", 0)]


def test_what_the_caller_knows_passes_as_qr_code_only() -> None:
    tried = Gate(member_of(ISSUER, also=lambda text: text.startswith("SALE-")))
    assert tried.look([qr("SALE-1")], 0) == [scan("SALE-1", "QRCode", 0)]
    assert tried.look([bars("SALE-2")], 3_000) == [Left(text="SALE-1")]
    assert tried.look([bars("SALE-2")], 3_080) == [
        Rejected(kind=RejectedKind.FOREIGN, text_last4="LE-2")
    ]


def test_in_view_lists_what_was_accepted_and_has_not_left() -> None:
    tried = gate()
    tried.look([qr(ANNA)], 0)
    assert tried.in_view == {ANNA}
    tried.look([], 1_001)
    assert tried.in_view == frozenset()


CODES = st.sampled_from(
    [
        qr(ANNA),
        bars(ANNA),
        qr(BERT),
        bars(BERT),
        qr(ELSEWHERE),
        bars(WRONG_CHECK),
        qr("hello"),
        Found(text="4006381333931", symbology="EAN13"),
        Found(text=ANNA, symbology="PDF417"),
    ]
)
FRAMES = st.lists(st.tuples(st.integers(0, 1_500), st.lists(CODES, max_size=3)), max_size=40)


@given(FRAMES)
def test_scans_and_departures_alternate_and_only_members_are_scanned(
    frames: list[tuple[int, list[Found]]],
) -> None:
    tried, now_ms, told = gate(), 0, dict[str, int]()
    present = set[str]()
    for gap_ms, found in frames:
        now_ms += gap_ms
        for event in tried.look(found, now_ms):
            if isinstance(event, Scan):
                assert event.text in {ANNA, BERT}
                assert event.text not in present
                assert now_ms - told.get(event.text, -10_000) >= 2_000
                assert any(one.text == event.text for one in found)
                present.add(event.text)
                told[event.text] = now_ms
            elif isinstance(event, Left):
                present.remove(event.text)
            elif isinstance(event, Rejected):
                assert event.text_last4 not in {ANNA[-4:], BERT[-4:]} or any(
                    one.symbology == "PDF417" for _, looked in frames for one in looked
                )
    assert tried.in_view == present


@given(st.text(max_size=24), st.sampled_from(["QRCode", "Code128"]))
def test_no_text_passes_but_valid_numbers_of_this_issuer(text: str, symbology: str) -> None:
    tried = gate()
    one = Found(text=text, symbology=symbology)
    events = [*tried.look([one], 0), *tried.look([one], 80)]
    passed = any(isinstance(event, Scan) for event in events)
    assert passed == (number.is_valid(text) and number.issuer_of(text) == ISSUER)


@given(st.integers(0, 10**9 - 1), st.integers(0, 15), st.integers(1, 9))
def test_a_single_wrong_digit_never_passes(random: int, place: int, by: int) -> None:
    good = number.make(ISSUER, f"{random:09d}")
    digit = (int(good[place]) + by) % 10
    bad = good[:place] + str(digit) + good[place + 1 :]
    events = [*gate().look([qr(bad)], 0)]
    assert [type(event) for event in events] == [Rejected]


@given(st.permutations([qr(ANNA), qr(ELSEWHERE), qr("hello")]))
def test_the_order_inside_a_frame_does_not_matter(found: list[Found]) -> None:
    assert play((0, found)) == [scan(ANNA, "QRCode", 0)]


def first_four(text: str) -> str:
    """Take texts that begin alike for codes of one holder."""
    return text[:4]


def test_two_codes_of_one_holder_are_no_conflict() -> None:
    """A phone that goes on to its next code is shown by both for a moment."""
    tried = Gate(member_of(ISSUER, also=lambda text: ":" in text), holder=first_four)
    assert tried.look([qr("ANNA:1")], 0) == [scan("ANNA:1", "QRCode", 0)]
    assert tried.look([qr("ANNA:2")], 100) == [scan("ANNA:2", "QRCode", 100)]
    assert tried.look([qr("ANNA:2")], 200) == []
    assert tried.look([qr("BERT:1")], 300) == [Conflict(at_ms=300)]
    assert tried.look([qr("ANNA:2")], 1_101) == [Left(text="ANNA:1")]
