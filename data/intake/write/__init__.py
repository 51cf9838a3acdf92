"""A batch becomes new versions of rows, with the sums that follow."""
