"""What an answer says: data, meta and links, as plain values."""
