"""The monthly bulletin's editions: files that stay as they were published."""

from data.bulletin.edition import Damaged, Edition
from data.bulletin.shelf import editions, folder_of, months, of_number, stamp, write

__all__ = [
    "Damaged",
    "Edition",
    "editions",
    "folder_of",
    "months",
    "of_number",
    "stamp",
    "write",
]
