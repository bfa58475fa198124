"""A certificate authority of a test, in the place of Apple's: root, WWDR and a pass certificate."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from cryptography.x509.oid import NameOID

PASS_TYPE = "pass.com.example.card"
TEAM = "ABCDE12345"
BEGIN = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
# The signing time in a signature is the computer's own, and OpenSSL checks chains at that time.
END = dt.datetime(2099, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey

    @property
    def pem(self) -> bytes:
        """Give the certificate."""
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def key_pem(self) -> bytes:
        """Give the private key."""
        return private_pem(self.key)


@dataclass(frozen=True, slots=True)
class Authority:
    """Root, intermediate and leaf."""

    root: Issued
    wwdr: Issued
    shop: Issued


def private_pem(key: rsa.RSAPrivateKey) -> bytes:
    """Write a private key."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def public_pem(key: rsa.RSAPrivateKey) -> bytes:
    """Write the public half of a key."""
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def new_key() -> rsa.RSAPrivateKey:
    """Make a key as Apple and Google give them."""
    return rsa.generate_private_key(65_537, 2_048)


def issue(
    issuer: Issued | None,
    subject: x509.Name,
    *,
    begin: dt.datetime = BEGIN,
    end: dt.datetime = END,
    key: rsa.RSAPrivateKey | None = None,
) -> Issued:
    """Issue a certificate; without an issuer it signs itself."""
    own = key or new_key()
    is_leaf = bool(subject.get_attributes_for_oid(NameOID.USER_ID))
    usage = dict.fromkeys(
        (
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=not is_leaf, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=is_leaf,
                key_cert_sign=not is_leaf,
                crl_sign=not is_leaf,
                **usage,
            ),
            critical=True,
        )
        .sign(issuer.key if issuer else own, SHA256())
    )
    return Issued(made, own)


def named(common: str) -> x509.Name:
    """Name an authority."""
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def shop_name(pass_type: str = PASS_TYPE, team: str = TEAM) -> x509.Name:
    """Name a shop as Apple does."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.USER_ID, pass_type),
            x509.NameAttribute(NameOID.COMMON_NAME, f"Pass Type ID: {pass_type}"),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, team),
        ]
    )


def authority() -> Authority:
    """Make all three."""
    root = issue(None, named("A root of a test"))
    wwdr = issue(root, named("An intermediate of a test"))
    return Authority(root, wwdr, issue(wwdr, shop_name()))
