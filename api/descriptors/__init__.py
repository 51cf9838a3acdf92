"""Descriptions of the data for catalogues, search engines and citations.

All are derived from the catalogue. Addresses in them are absolute (see `api.documents.public_address`).
"""

from api.descriptors.bulletin_feed import bulletin_feed
from api.descriptors.citation import Citation, citation
from api.descriptors.datapackage import datapackage
from api.descriptors.dcat import dcat
from api.descriptors.dictionary import COLUMNS, dictionary
from api.descriptors.schema_org import schema_org
from api.descriptors.supervision_feeds import cards_feed, complaints_feed

__all__ = [
    "COLUMNS",
    "Citation",
    "bulletin_feed",
    "cards_feed",
    "citation",
    "complaints_feed",
    "datapackage",
    "dcat",
    "dictionary",
    "schema_org",
]
