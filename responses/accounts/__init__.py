"""Signing in: delegates with a code by e-mail, staff of the secretariat with a password."""
