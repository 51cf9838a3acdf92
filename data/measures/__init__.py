"""What each kind of measure finds, from sums of additive parts."""
