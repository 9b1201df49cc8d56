"""The nouns that have a page on the desk; imported once, when the desk itself stands."""

from . import event, letter, membership, person, response, review, session, state

__all__ = ["event", "letter", "membership", "person", "response", "review", "session", "state"]
