"""Why an export is not delivered, said in a sentence.

No sentence carries a word of an answer, so that none can reach a log.
"""


class InvalidSheet(ValueError):
    """A sheet that no spreadsheet can be made of: a mistake of the code that described it."""


class ExportFailed(Exception):
    """The file is not to be delivered, and was emptied. ``str()`` of it is a sentence."""


class UnwritableValue(ExportFailed):
    """A value that the format cannot hold; ``row`` 1 is the first below the headers, 0 the headers."""

    def __init__(self, sheet, row, column, reason):
        super().__init__(f"Sheet “{sheet}”, row {row}, column “{column}”: {reason}")
        self.sheet = sheet
        self.row = row
        self.column = column


class SheetTooLarge(ExportFailed):
    """More rows, columns or bytes than one sheet can hold."""


class ExportDiffers(ExportFailed):
    """What was counted in the finished file is not what went in.

    ``went_in`` and ``came_out`` are the counts; ``came_out`` is ``None`` when nothing can be read back.
    """

    def __init__(self, sheet, went_in, came_out):
        counted = f"{came_out}" if came_out else "something that cannot be read back"
        super().__init__(f"Sheet “{sheet}”: {went_in} went in, but the finished file holds {counted}.")
        self.sheet = sheet
        self.went_in = went_in
        self.came_out = came_out
