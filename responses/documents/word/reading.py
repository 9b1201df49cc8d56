"""Reads a Word file that came back: what stands under each question, and everything else that it holds."""


def read(stream, known):
    """Everything found in a file, as a :class:`~.shapes.Reading`.

    ``stream`` is a binary file that can be moved about in; ``known`` are all questions of the round, each with its
    translations (:class:`~.shapes.Question`). Raises :class:`~.unreadable.Unreadable`.
    """
    raise NotImplementedError
