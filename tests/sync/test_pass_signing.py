"""Signatures of Apple passes, checked by OpenSSL; what is wrong with files is said before."""

from __future__ import annotations

import datetime as dt
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
)

from loyalty.errors import Refusal
from sync.pass_signing import PassFiles, PassSigner
from tests.sync.authority import (
    PASS_TYPE,
    TEAM,
    Authority,
    issue,
    named,
    new_key,
    private_pem,
    shop_name,
)

NOW_US = 1_795_000_000_000_000
MANIFEST = b'{"icon.png":"00","pass.json":"01"}\r\n'


def files_of(apple: Authority) -> PassFiles:
    """Give the files of a shop that did everything right."""
    return PassFiles(
        certificate=apple.shop.pem,
        key=apple.shop.key_pem,
        intermediate=apple.wwdr.pem,
        pass_type=PASS_TYPE,
        team=TEAM,
    )


def verified(folder: Path, apple: Authority, signature: bytes, manifest: bytes) -> bool:
    """Let OpenSSL check a detached signature against the root alone."""
    for name, data in (("sig", signature), ("manifest", manifest), ("root", apple.root.pem)):
        (folder / name).write_bytes(data)
    checked = subprocess.run(
        [
            *("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "sig"),
            *("-content", "manifest", "-CAfile", "root", "-purpose", "any", "-out", "out"),
        ],
        cwd=folder,
        check=False,
        capture_output=True,
    )
    return checked.returncode == 0


def test_openssl_follows_the_signature_to_the_root(apple: Authority, tmp_path: Path) -> None:
    signature = PassSigner(files_of(apple)).sign(MANIFEST, NOW_US)
    assert verified(tmp_path, apple, signature, MANIFEST)
    assert not verified(tmp_path, apple, signature, MANIFEST + b" ")
    assert MANIFEST not in signature, "the signature is detached"
    other = replace(apple, root=issue(None, named("A root of a test")))
    assert not verified(tmp_path, other, signature, MANIFEST)


def test_the_signature_says_when_and_carries_both_certificates(
    apple: Authority, tmp_path: Path
) -> None:
    (tmp_path / "sig").write_bytes(PassSigner(files_of(apple)).sign(MANIFEST, NOW_US))
    command = ["openssl", "cms", "-cmsout", "-print", "-inform", "DER", "-in", "sig"]
    shown = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    assert "signingTime" in shown
    assert shown.count("d.certificate:") == 2
    assert "sha256" in shown


def test_what_apple_lets_download_is_taken_as_it_is(apple: Authority, tmp_path: Path) -> None:
    files = replace(
        files_of(apple),
        certificate=apple.shop.certificate.public_bytes(Encoding.DER),
        intermediate=apple.wwdr.certificate.public_bytes(Encoding.DER),
    )
    assert verified(tmp_path, apple, PassSigner(files).sign(MANIFEST, NOW_US), MANIFEST)


def refused(files: PassFiles) -> Refusal:
    """Give why files cannot be used."""
    with pytest.raises(Refusal) as caught:
        PassSigner(files)
    return caught.value


def test_wrong_files_are_named_with_what_to_do(apple: Authority) -> None:
    right = files_of(apple)
    encrypted = apple.shop.key.private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"secret")
    )
    stranger = issue(None, named("An intermediate of a test"))
    for change, code, hint in (
        ({"certificate": b"no"}, "wallet_certificate", ".cer"),
        ({"intermediate": b"no"}, "wallet_certificate", "intermediate"),
        ({"key": b"no"}, "wallet_key", "PEM"),
        ({"key": encrypted}, "wallet_key", "openssl pkey"),
        ({"key": private_pem(new_key())}, "wallet_key_other", "export both"),
        ({"intermediate": stranger.pem}, "wallet_chain", "WWDR"),
        ({"pass_type": "pass.com.example.other"}, "wallet_pass_type", PASS_TYPE),
        ({"team": "ZZZZZ99999"}, "wallet_team", TEAM),
    ):
        error = refused(replace(right, **change))
        assert error.code == code
        assert hint in error.message, code


def test_a_certificate_counts_from_its_first_day_to_its_last(apple: Authority) -> None:
    begin = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    end = dt.datetime(2027, 3, 1, tzinfo=dt.UTC)
    short = issue(apple.wwdr, shop_name(), begin=begin, end=end)
    signer = PassSigner(replace(files_of(apple), certificate=short.pem, key=short.key_pem))
    begin_us, end_us = (int(each.timestamp()) * 1_000_000 for each in (begin, end))
    assert signer.last_day == end.date()
    day_us = 24 * 3_600 * 1_000_000
    assert signer.ends_soon(end_us - 30 * day_us)
    assert not signer.ends_soon(end_us - 31 * day_us)
    for inside in (begin_us, end_us - 1):
        signer.check(inside)
    for outside, hint in ((begin_us - 1, "clock"), (end_us, "2027-03-01")):
        with pytest.raises(Refusal, match=hint) as caught:
            signer.sign(MANIFEST, outside)
        assert caught.value.code == "wallet_certificate_over"


def test_the_key_is_in_no_repr(apple: Authority) -> None:
    files = files_of(apple)
    for shown in (repr(files), repr(PassSigner(files))):
        assert "BEGIN" not in shown
        assert len(shown) < 60
