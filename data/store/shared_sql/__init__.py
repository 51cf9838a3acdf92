"""SQL that all kinds of database understand, written once; where they differ, each says its words."""
