"""Signs Apple passes with the certificate that Apple gave the shop, and says what is wrong with it.

The signature is a detached PKCS#7 of the manifest that carries the signing time, the shop's pass
certificate and Apple's intermediate (WWDR); the certificate names the pass type in its user id and
the team in its organizational unit:
https://developer.apple.com/library/archive/documentation/UserExperience/Conceptual/PassKit_PG/Creating.html
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    load_pem_private_key,
    pkcs7,
)
from cryptography.x509.oid import NameOID

from loyalty.errors import Refusal

SOON_DAYS = 30
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_RENEW = "Make a new one in Apple's developer account, under Certificates, and replace the file."


@dataclass(frozen=True, slots=True, kw_only=True)
class PassFiles:
    """The three PEM files of a shop as they lie on the disk, and what they have to be for."""

    certificate: bytes
    key: bytes
    intermediate: bytes
    pass_type: str
    team: str

    def __repr__(self) -> str:
        """Leave the key out."""
        return f"PassFiles({self.pass_type})"


class PassSigner:
    """Signs the manifests of one pass type."""

    def __init__(self, files: PassFiles) -> None:
        """Read the files and see that they belong together.

        Raises Refusal `wallet_certificate`, `wallet_key`, `wallet_key_other`, `wallet_chain`,
        `wallet_pass_type` or `wallet_team`, each with what to do.
        """
        self._certificate = _certificate(files.certificate, "the pass certificate")
        self._intermediate = _certificate(files.intermediate, "Apple's intermediate certificate")
        self._key = _private(files.key)
        _check_belongs(self._certificate, self._intermediate, self._key)
        _check_names(self._certificate, files)

    def __repr__(self) -> str:
        """Leave the key out."""
        return "PassSigner()"

    def check(self, now_us: int) -> None:
        """Raise Refusal `wallet_certificate_over` where one of the certificates does not count."""
        now = _EPOCH + dt.timedelta(microseconds=now_us)
        for named, each in (
            ("the pass certificate", self._certificate),
            ("Apple's intermediate certificate", self._intermediate),
        ):
            if now >= each.not_valid_after_utc:
                day = each.not_valid_after_utc.date()
                why = f"{named} ended on {day}. {_RENEW}"
                raise Refusal("wallet_certificate_over", why, day=day.isoformat())
            if now < each.not_valid_before_utc:
                day = each.not_valid_before_utc.date()
                why = f"{named} begins on {day} only: is this computer's clock right?"
                raise Refusal("wallet_certificate_over", why, day=day.isoformat())

    @property
    def last_day(self) -> dt.date:
        """Give the day on which the first of the certificates ends."""
        ends = min(self._certificate.not_valid_after_utc, self._intermediate.not_valid_after_utc)
        return ends.date()

    def ends_soon(self, now_us: int) -> bool:
        """Say whether that is within thirty days, so that somebody makes the next one in time."""
        today = (_EPOCH + dt.timedelta(microseconds=now_us)).date()
        return (self.last_day - today).days <= SOON_DAYS

    def sign(self, manifest: bytes, now_us: int) -> bytes:
        """Give the detached signature of a manifest, DER. Raises Refusal as `check`."""
        self.check(now_us)
        return (
            pkcs7.PKCS7SignatureBuilder()
            .set_data(manifest)
            .add_signer(self._certificate, self._key, SHA256())
            .add_certificate(self._intermediate)
            .sign(
                Encoding.DER,
                # The phone compares bytes: text mode would turn line ends.
                [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary],
            )
        )


def _certificate(pem: bytes, named: str) -> x509.Certificate:
    try:
        if b"-----BEGIN" in pem:
            return x509.load_pem_x509_certificate(pem)
        # What is downloaded from Apple is a .cer, which is DER.
        return x509.load_der_x509_certificate(pem)
    except ValueError as error:
        raise Refusal(
            "wallet_certificate", f"{named} cannot be read: give the .cer from Apple, or PEM"
        ) from error


def _private(pem: bytes) -> RSAPrivateKey | EllipticCurvePrivateKey:
    try:
        key = load_pem_private_key(pem, password=None)
    except TypeError as error:
        raise Refusal(
            "wallet_key",
            "the pass key has a password: take it off with `openssl pkey -in OLD -out pass.key`",
        ) from error
    except Exception:  # noqa: BLE001 - OpenSSL's own; whatever it was, the file is wrong
        raise Refusal("wallet_key", "the pass key cannot be read: give it as PEM") from None
    if not isinstance(key, RSAPrivateKey | EllipticCurvePrivateKey):
        raise Refusal("wallet_key", "the pass key is of another kind than Apple gives: use RSA")
    return key


def _check_belongs(
    certificate: x509.Certificate,
    intermediate: x509.Certificate,
    key: RSAPrivateKey | EllipticCurvePrivateKey,
) -> None:
    if certificate.public_key() != key.public_key():
        raise Refusal(
            "wallet_key_other",
            "the pass key is not the one of the pass certificate: export both from the same entry"
            " of the keychain that made the request",
        )
    try:
        certificate.verify_directly_issued_by(intermediate)
    except Exception as error:
        raise Refusal(
            "wallet_chain",
            "Apple's intermediate certificate did not issue the pass certificate: fetch the WWDR"
            " certificate that the pass certificate names as its issuer (G4 for new ones)",
        ) from error


def _check_names(certificate: x509.Certificate, files: PassFiles) -> None:
    had = _named(certificate, NameOID.USER_ID)
    if files.pass_type not in had:
        raise Refusal(
            "wallet_pass_type",
            f"the certificate is for {', '.join(had) or 'no pass type'} and not for"
            f" {files.pass_type}: write its pass type in wallet.toml",
        )
    team = _named(certificate, NameOID.ORGANIZATIONAL_UNIT_NAME)
    if files.team not in team:
        raise Refusal(
            "wallet_team",
            f"the certificate is of team {', '.join(team) or 'nobody'} and not of {files.team}:"
            " write its team in wallet.toml",
        )


def _named(certificate: x509.Certificate, oid: x509.ObjectIdentifier) -> list[str]:
    return [str(each.value) for each in certificate.subject.get_attributes_for_oid(oid)]
