"""Answers as files: values, records, proofs and short lists, in every format of `api.formats`."""
