"""`make bench`: the targets of speed, as ratios against the plain ways of doing the same."""
