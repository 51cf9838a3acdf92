"""What proves a number: claims, checks, samples, and a number taken apart."""
