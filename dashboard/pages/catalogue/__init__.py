"""Pages about the data itself: what there is to download, what each number means, how it is counted."""
