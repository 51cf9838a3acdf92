"""The working days of disclosure requests: as strips, and one request's count day by day."""
