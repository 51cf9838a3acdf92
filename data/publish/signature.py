"""Ed25519 (RFC 8032) over a manifest's bytes: keys made outside the project, their public halves published.

A key's id is the first 16 hexadecimal digits of the SHA-256 of its 32 public bytes. A new key is vouched for
by the one before, so that who knows one key can follow to the newest.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from data import hall as settings
from data.settings import ROOT

# Only who signs or checks waits for it.
if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PRIVATE, PUBLIC = "signing.pem", "keys.json"
_VOUCHED = b"open-hall key "


class NoKey(Exception):  # noqa: N818 - says what is the case
    """There is no key to sign with, or none where one may be."""


@dataclass(frozen=True)
class PublicKey:
    """A public key as it is published. `previous` is the id of the key that vouches for it, by `vouched`.

    That is the signature of `open-hall key ` and its 32 bytes. `until`: when another took its place.
    """

    id: str
    public: str
    since: str
    until: str | None = None
    previous: str | None = None
    vouched: str | None = None

    @property
    def content(self) -> bytes:
        return base64.b64decode(self.public)


def folder() -> Path:
    """Where the keys lie: `publication.keys` of hall.toml, else the user's configuration.

    Raises `NoKey` for a folder in the project, which is copied and shared.
    """
    named = settings.hall().key_folder
    path = Path(named).expanduser().absolute() if named else Path.home() / ".config/open-hall"
    if path == ROOT or ROOT in path.parents:
        raise NoKey(f"{path} is in the project, which is copied; name another folder")
    return path


def key_id(public: bytes) -> str:
    return hashlib.sha256(public).hexdigest()[:16]


def public_keys(at: Path | None = None) -> list[PublicKey]:
    """The public keys of this hall, the oldest first."""
    path = (at or folder()) / PUBLIC
    if not path.is_file():
        return []
    return parsed(path.read_bytes())


def parsed(content: bytes) -> list[PublicKey]:
    """Public keys from their file. Raises ValueError."""
    try:
        return [PublicKey(**one) for one in json.loads(content)["keys"]]
    except (KeyError, TypeError) as error:
        raise ValueError(f"{PUBLIC}: {error}") from None


def written(keys: Iterable[PublicKey]) -> bytes:
    """The file of public keys."""
    document = {"algorithm": "Ed25519", "keys": [asdict(key) for key in keys]}
    return (json.dumps(document, indent=1) + "\n").encode()


def make(today: str) -> PublicKey:
    """Make a key for signing; the one that there is vouches for it and is kept beside it."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    at = folder()
    at.mkdir(parents=True, exist_ok=True, mode=0o700)
    before, keys = _private(at), public_keys(at)
    fresh = Ed25519PrivateKey.generate()
    raw = fresh.public_key().public_bytes_raw()
    vouched, previous = None, None
    if before and keys:
        vouched = base64.b64encode(before.sign(_VOUCHED + raw)).decode()
        previous = keys[-1].id
        keys[-1] = PublicKey(**{**asdict(keys[-1]), "until": today})
        (at / PRIVATE).rename(at / f"signing-{previous}.pem")
    key = PublicKey(key_id(raw), base64.b64encode(raw).decode(), today, None, previous, vouched)
    pem = fresh.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    _write(at / PRIVATE, pem)
    _write(at / PUBLIC, written([*keys, key]), 0o644)
    return key


def _write(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Whole or not at all, and for its owner alone from the first byte on."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)


def _private(at: Path) -> Ed25519PrivateKey | None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    path = at / PRIVATE
    if not path.is_file():
        return None
    key = serialization.load_pem_private_key(path.read_bytes(), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise NoKey(f"{path} is no Ed25519 key")
    return key


@dataclass(frozen=True)
class Signer:
    """What signs: a private key and the public keys that are published with it."""

    private: Ed25519PrivateKey
    keys: tuple[PublicKey, ...]

    @property
    def id(self) -> str:
        return key_id(self.private.public_key().public_bytes_raw())

    def sign(self, content: bytes) -> bytes:
        """The signature as a line of base64."""
        return base64.b64encode(self.private.sign(content)) + b"\n"


def signer() -> Signer | None:
    """What this installation signs with; None where no key has been made. Raises `NoKey`."""
    at = folder()
    private = _private(at)
    return Signer(private, tuple(public_keys(at))) if private else None


def is_signed(content: bytes, signature: bytes, key: PublicKey) -> bool:
    """Whether a signature (a line of base64) of this content is by this key."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(key.content).verify(
            base64.b64decode(signature, validate=False), content
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def is_vouched(key: PublicKey, by: PublicKey) -> bool:
    """Whether the key before says that this one follows it."""
    return key.vouched is not None and is_signed(_VOUCHED + key.content, key.vouched.encode(), by)
