"""Certificates that a server's own Ed25519 identity signs, and the anchor that a till makes of it.

The identity signs a short-lived ECDSA leaf (browsers take no Ed25519 there). A till that knows the
identity's public key builds the anchor from that key alone, so no authority has to travel or be
kept: whoever holds another identity cannot show a leaf that OpenSSL follows to this anchor.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from loyalty.errors import Refusal
from sync.pairing import fingerprint

LIFE_DAYS = 90
RENEW_DAYS = 30
EARLIER_US = 24 * 3_600 * 1_000_000
DAY_US = 24 * 3_600 * 1_000_000
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_ALWAYS_FROM = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_ALWAYS_TO = dt.datetime(9999, 12, 31, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A server's certificate and its private key, as PEM."""

    certificate: bytes
    private_key: bytes

    def __repr__(self) -> str:
        """Leave the key out."""
        return "Leaf()"


def anchor(server_key: bytes) -> bytes:
    """Give the authority of a server's Ed25519 key (32 bytes) as PEM, from the public key alone."""
    # OpenSSL takes a trusted authority's name and key and does not check its own signature, so
    # any key may write that one; what is trusted is `server_key` and nothing else.
    writer = Ed25519PrivateKey.from_private_bytes(bytes(32))
    made = (
        x509.CertificateBuilder()
        .subject_name(_name(server_key))
        .issuer_name(_name(server_key))
        .public_key(Ed25519PublicKey.from_public_bytes(server_key))
        .serial_number(1)
        .not_valid_before(_ALWAYS_FROM)
        .not_valid_after(_ALWAYS_TO)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(writer, None)
    )
    return made.public_bytes(Encoding.PEM)


def leaf(
    signing_seed: bytes, hosts: Sequence[str], now_us: int, life_days: int = LIFE_DAYS
) -> Leaf:
    """Make a new leaf for these names and addresses, signed by the identity of the seed."""
    identity = Ed25519PrivateKey.from_private_bytes(signing_seed)
    server_key = identity.public_key().public_bytes_raw()
    key = generate_private_key(SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Regulars")])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(_name(server_key))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_moment(now_us - EARLIER_US))
        .not_valid_after(_moment(now_us + life_days * DAY_US))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([_host(host) for host in hosts]), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(identity, None)
    )
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return Leaf(certificate=made.public_bytes(Encoding.PEM), private_key=pem)


def is_due(certificate: bytes, signing_seed: bytes, hosts: Sequence[str], now_us: int) -> bool:
    """Say whether a kept leaf has to be made anew: ends soon, other names, other identity."""
    try:
        kept = x509.load_pem_x509_certificate(certificate)
        named = set(map(_said, kept.extensions.get_extension_for_class(_NAMES).value))
        identity = Ed25519PrivateKey.from_private_bytes(signing_seed).public_key()
        identity.verify(kept.signature, kept.tbs_certificate_bytes)
    except Exception:  # noqa: BLE001 - whatever is wrong with the old one, a new one mends it
        return True
    is_late = kept.not_valid_after_utc < _moment(now_us + RENEW_DAYS * DAY_US)
    return is_late or not set(hosts) <= named


def ends_us(certificate: bytes) -> int:
    """Say when a certificate (PEM) ends. Raises Refusal `certificate_file`."""
    return (_read(certificate).not_valid_after_utc - _EPOCH) // dt.timedelta(microseconds=1)


def first_name(certificate: bytes) -> str:
    """Give the first full name that a certificate (PEM) is for; empty when it names none.

    Raises Refusal `certificate_file`.
    """
    try:
        names = _read(certificate).extensions.get_extension_for_class(_NAMES).value
    except x509.ExtensionNotFound:
        return ""
    said = [name for name in names.get_values_for_type(x509.DNSName) if "*" not in name]
    return said[0] if said else ""


def sha256_of(certificate: bytes) -> str:
    """Give the SHA-256 of a certificate (PEM) as browsers show it: 64 hexadecimal digits.

    Raises Refusal `certificate_file`.
    """
    return _read(certificate).fingerprint(SHA256()).hex().upper()


_NAMES = x509.SubjectAlternativeName


def _read(certificate: bytes) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(certificate)
    except ValueError as error:
        raise Refusal("certificate_file", "the file holds no certificate (PEM)") from error


def _name(server_key: bytes) -> x509.Name:
    text = f"Regulars {fingerprint(server_key)}"
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _host(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _said(name: x509.GeneralName) -> str:
    return str(name.value)


def _moment(at_us: int) -> dt.datetime:
    # Certificates know whole seconds.
    return _EPOCH + dt.timedelta(seconds=at_us // 1_000_000)
