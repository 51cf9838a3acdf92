"""办事指南: what applicants need to know of an item: papers, forms with filled samples, windows."""
