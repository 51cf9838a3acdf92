"""叫号: the tickets of the queue, how long their holders waited, and the queue as last stated."""
