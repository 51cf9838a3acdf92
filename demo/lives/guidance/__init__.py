"""What the hall publishes for those who come: forms, papers, questions with their answers."""
