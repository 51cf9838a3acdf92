"""The public address of this site, which descriptions and feeds need in full."""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import request

from data.hall import hall
from data.settings import BASE_PATH

# What stands for the site in a description that is kept: a reader's own address replaces it.
UNSET = "https://example.invalid"
_HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?")


def address() -> str:
    """The site's origin by `hall.toml`, to which addresses are put; `UNSET` while nobody has set one.

    There it may have the path below which the site lies, as it is announced.
    """
    return hall().address.rstrip("/").removesuffix(BASE_PATH) if is_set() else UNSET


def is_set() -> bool:
    return not hall().address.endswith(".invalid")


def asked_at() -> str:
    """The address at which this request asks, for a site that has not been given one.

    Only one of this machine or of the network around it is repeated: what a client writes as a host
    would else end up in documents that others read.
    """
    return f"{request.scheme}://{request.host if _is_near(request.host) else 'localhost'}"


def _is_near(host: str) -> bool:
    """Whether a host (and port) is a private address, or a name without a domain."""
    if not _HOST.fullmatch(host):
        return False
    name = urlsplit(f"//{host}").hostname or ""
    try:
        return ip_address(name).is_private
    except ValueError:
        return "." not in name or name.endswith(".local")


def needs_address(content: bytes) -> bool:
    """Whether a document names the site, which has been given no address."""
    return not is_set() and UNSET.encode() in content


def localized(content: bytes) -> bytes:
    """A document with the site's address in it; without one set, with the address asked at."""
    if not needs_address(content):
        return content
    return content.replace(UNSET.encode(), asked_at().encode())
