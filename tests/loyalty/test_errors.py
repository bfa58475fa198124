"""Errors: one shape for command line, HTTP and local API."""

import pytest

from loyalty.errors import Corrupt, LoyaltyError, Outage, Refusal


def test_the_shape_leaves_out_what_is_not_known() -> None:
    error = Refusal("not_enough", "60 points to go", missing=60, unit=None)
    assert error.as_json() == {
        "error": {"code": "not_enough", "message": "60 points to go", "missing": 60}
    }


@pytest.mark.parametrize("kind", [Refusal, Outage, Corrupt])
def test_a_code_is_a_message_of_its_own(kind: type[LoyaltyError]) -> None:
    assert kind("disk").message == "disk"
    assert str(kind("disk", "the disk is full")) == "the disk is full"
    assert issubclass(kind, LoyaltyError)
