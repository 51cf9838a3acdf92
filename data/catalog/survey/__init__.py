"""民意调查: what others asked the public about departments, a file each for fields and the dataset."""
