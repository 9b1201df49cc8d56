"""What changed between two texts, word by word, so that a reader sees it at a glance.

Two plain texts go into :func:`between`; pieces come out that were kept, removed or added. Kept and removed pieces
joined are the old text, kept and added ones the new text, character for character. Lines that stand in both are found
first; words are compared only between them. Chinese and Japanese are compared character by character.
"""

from .layout import Run, Stretch, in_short, laid_out
from .words import ADDED, KEPT, REMOVED, Piece, between

__all__ = ["ADDED", "KEPT", "REMOVED", "Piece", "Run", "Stretch", "between", "in_short", "laid_out"]
