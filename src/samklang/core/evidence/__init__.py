"""Evidence: what a printed number stands on."""
