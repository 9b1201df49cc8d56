"""The demonstration: invented States, people to play, one-click sign-in. Never together with real data."""
