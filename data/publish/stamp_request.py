"""A time-stamp request (RFC 3161) for a manifest, as a file for an authority that the hall chooses."""

from __future__ import annotations

import hashlib

# 2.16.840.1.101.3.4.2.1, SHA-256, as DER.
_SHA256 = bytes.fromhex("0609608648016503040201")
_INTEGER, _BOOLEAN, _OCTETS, _NULL, _SEQUENCE = 0x02, 0x01, 0x04, 0x05, 0x30


def _der(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + content


def _integer(number: int) -> bytes:
    return _der(_INTEGER, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def request(content: bytes) -> bytes:
    """TimeStampReq, version 1, asking for the authority's certificate; the nonce is of the content.

    So the same manifest gives the same request, and an answer can be told to be to it.
    """
    digest = hashlib.sha256(content).digest()
    algorithm = _der(_SEQUENCE, _SHA256 + _der(_NULL, b""))
    imprint = _der(_SEQUENCE, algorithm + _der(_OCTETS, digest))
    nonce = int.from_bytes(hashlib.sha256(b"nonce" + digest).digest()[:8], "big")
    body = _integer(1) + imprint + _integer(nonce) + _der(_BOOLEAN, b"\xff")
    return _der(_SEQUENCE, body)
