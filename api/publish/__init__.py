"""A day published: what is public of the store, written into a folder of files that is never changed."""
