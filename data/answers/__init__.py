"""Questions answered from the store: values, rows, records, streams, the day."""
