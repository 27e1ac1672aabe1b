"""Certificates for test hosts: good, self-signed, expired, of another name."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_DAY = timedelta(days=1)


def _key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


@dataclass(frozen=True, kw_only=True)
class Certificates:
    """A folder with an authority of its own (``authority.pem``, to be trusted)."""

    folder: Path
    key: ec.EllipticCurvePrivateKey
    root: x509.Certificate

    @property
    def bundle(self) -> Path:
        """The file to be trusted."""
        return self.folder / "authority.pem"

    def context(self, hosts: Mapping[str, str]) -> ssl.SSLContext:
        """A server's context that shows each host the certificate of the kind named."""
        plain = self._context("*.test", signed=True)
        kinds = {
            "good": {
                h: self._context(h, signed=True) for h, kind in hosts.items() if kind == "good"
            },
            "expired": {
                h: self._context(h, signed=True, days=(-90, -5))
                for h, kind in hosts.items()
                if kind == "expired"
            },
            "not yet": {
                h: self._context(h, signed=True, days=(5, 90))
                for h, kind in hosts.items()
                if kind == "not yet"
            },
            "self-signed": {
                h: self._context(h, signed=False)
                for h, kind in hosts.items()
                if kind == "self-signed"
            },
            "wrong host": {
                h: self._context("other.example", signed=True)
                for h, kind in hosts.items()
                if kind == "wrong host"
            },
        }
        by_host = {h: c for group in kinds.values() for h, c in group.items()}

        def choose(line: ssl.SSLObject | ssl.SSLSocket, name: str | None, _: object) -> None:
            if name in by_host:
                line.context = by_host[name]

        plain.sni_callback = choose  # type: ignore[assignment]
        return plain

    def _context(
        self, host: str, *, signed: bool, days: tuple[int, int] = (-1, 30)
    ) -> ssl.SSLContext:
        key, now = _key(), datetime.now(UTC)
        subject = _name(host)
        built = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.root.subject if signed else subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + days[0] * _DAY)
            .not_valid_after(now + days[1] * _DAY)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .sign(self.key if signed else key, hashes.SHA256())
        )
        file = self.folder / f"{built.serial_number}.pem"
        file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + built.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


def make(folder: Path) -> Certificates:
    """An authority in a folder."""
    key, now = _key(), datetime.now(UTC)
    name = _name("citecheck test authority")
    root = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _DAY)
        .not_valid_after(now + 30 * _DAY)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True,
                content_commitment=False,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=True,
                crl_sign=True,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
        .sign(key, hashes.SHA256())
    )
    found = Certificates(folder=folder, key=key, root=root)
    found.bundle.write_bytes(root.public_bytes(serialization.Encoding.PEM))
    return found
