"""Files beside the pages: forms and bulletins."""
