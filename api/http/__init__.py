"""HTTP itself: the edge, representations and codings, cross-origin, limits."""
