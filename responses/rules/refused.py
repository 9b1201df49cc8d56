"""What cannot be done, said in a sentence for people."""


class Refused(Exception):
    """A rule said no. ``str()`` of it is a sentence that says what to do; ``status`` is the HTTP status that fits.

    ``about`` names what the sentence is about, where a page has a field for it: ``remark``, ``scan``.
    """

    def __init__(self, sentence, *, status=409, reasons=(), about=""):
        super().__init__(str(sentence))
        self.status = status
        self.about = about
        self.reasons = [str(reason) for reason in reasons]
