"""Pages as bytes: the document around them, prerendered, and the live views."""
