"""The wallet folder of a shop that did everything right, and its programme."""

from __future__ import annotations

import json
from pathlib import Path

from loyalty.programme import Cost, FixedReward, PointWorth, Programme, Tier, to_wire
from tests.sync.authority import PASS_TYPE, TEAM, Authority, new_key, private_pem

GOOGLE_KEY = new_key()
PROGRAMME = to_wire(
    Programme(
        id="shop",
        version=1,
        from_day="2020-01-01",
        name={"en": "Coffee bar", "nl": "Koffiebar"},
        currency="EUR",
        languages=("nl", "en"),
        time_zone="Europe/Amsterdam",
        point_worth=PointWorth(points=100, minor=100),
        tiers=(
            Tier(id="regular", name={"en": "Regular", "nl": "Vast"}, from_amount=0),
            Tier(id="gold", name={"en": "Gold", "nl": "Goud"}, from_amount=10**9),
        ),
        rewards=(
            FixedReward(id="off", name="Off", cost=Cost(amount=50), amount_minor=50),
            FixedReward(
                id="lunch",
                name={"en": "Free lunch", "nl": "Gratis lunch"},
                cost=Cost(amount=2_000),
                amount_minor=1_000,
            ),
        ),
    )
)
TOML = f"""
[look]
background = "#5a2d0c"

[apple]
pass_type = "{PASS_TYPE}"
team = "{TEAM}"

[google]
issuer = "3388000000012345678"
logo_url = "https://shop.example/logo.png"
"""


def filled(folder: Path, apple: Authority, toml: str = TOML) -> Path:
    """Write a wallet folder."""
    folder.mkdir(parents=True, exist_ok=True)
    account = {
        "type": "service_account",
        "client_email": "cards@shop.iam.gserviceaccount.com",
        "private_key": private_pem(GOOGLE_KEY).decode(),
    }
    files = {
        "wallet.toml": toml.encode(),
        "pass.pem": apple.shop.pem,
        "wwdr.pem": apple.wwdr.pem,
        "pass.key": apple.shop.key_pem,
        "service-account.json": json.dumps(account).encode(),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
        (folder / name).chmod(0o600)
    return folder
