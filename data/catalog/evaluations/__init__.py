"""评价（好差评）: ratings, a file each for fields, indicators and the dataset."""
