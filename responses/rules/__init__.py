"""What may happen, and to whom."""
