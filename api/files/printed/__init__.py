"""Workbooks that are made to be printed: they have formats of their own, and no table of records."""
