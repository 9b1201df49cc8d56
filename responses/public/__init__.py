"""What everyone sees: the start page, what was published, privacy and accessibility."""
