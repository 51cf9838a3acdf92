"""A round of a survey: what is known of it, and the workbook with all of that."""
