"""What the secretariat sees: Django's admin as a desk, one file for each noun, ``moves.py`` behind the buttons."""
