"""A store of an earlier release, or of another key or formulas, brought up to this one."""
