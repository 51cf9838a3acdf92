"""What proves numbers: identities, reported figures, samples that everybody draws alike."""
