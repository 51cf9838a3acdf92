"""How every number can be checked: what was reported, one number taken apart, samples, checks."""
