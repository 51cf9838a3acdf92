"""A query's answer: computed once, kept, and given to all who wait for it."""
