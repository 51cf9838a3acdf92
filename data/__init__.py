from data.store.sqlite.allocator import forget_statistics

# Before anything imports sqlite3.
forget_statistics()
