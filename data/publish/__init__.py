"""Published days: the format of a snapshot, where snapshots lie, and how each is checked.

What is in the files is written by `api.publish`; docs/snapshots.md describes the format.
"""
