"""Every indicator: the contents of the yearbook, and one page on which any of them can be explored."""
