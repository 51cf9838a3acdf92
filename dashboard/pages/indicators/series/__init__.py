"""An indicator by period: its chart, what it says, and its table."""
