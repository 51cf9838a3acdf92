"""办件: the matters handled in the hall, a file each for fields, indicators and the dataset."""
