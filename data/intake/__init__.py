"""Intake: from a source's file or database to accepted records, and a reason for every other line."""
