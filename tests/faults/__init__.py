"""Real faults under load: crashes, a full disk, too many writers; and whether every confirmed text is still there."""
