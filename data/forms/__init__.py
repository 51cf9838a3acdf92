"""格式文本: the forms of items, kept as plain texts in `texts/`, and the documents made of them."""

from data.forms.document import Document, document, documents
from data.forms.form import Form, Part, Row, forms

__all__ = ["Document", "Form", "Part", "Row", "document", "documents", "forms"]
