"""Intake: from a source's file or database to accepted records; a reason for each other line."""
