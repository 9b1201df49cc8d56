"""Reads a Word file that came back: what stands under each question, and everything else that it holds."""


def read(stream, known):
    """Everything found in a file, as a :class:`~.shapes.Reading`.

    ``stream`` is a binary file that can be moved about in; ``known`` are the round's questions (:class:`~.shapes.Question`), each with its
    translations. Raises :class:`~.unreadable.Unreadable`.
    """
    raise NotImplementedError
