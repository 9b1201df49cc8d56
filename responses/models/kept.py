"""Records that are written once: neither changed nor deleted afterwards."""

from django.db import models


class WrittenOnceError(TypeError):
    """Someone tried to change or delete what is kept as it was written."""


class WrittenOnceQuerySet(models.QuerySet):
    """Refuses to change or delete many rows at a time."""

    def update(self, **values):
        raise WrittenOnceError(f"{self.model.__name__} is written once.")

    def delete(self):
        raise WrittenOnceError(f"{self.model.__name__} is never deleted.")


class WrittenOnce(models.Model):
    """A row that is inserted and then stays as it is; the text of a State hangs on it."""

    objects = WrittenOnceQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Insert the row. Raises :class:`WrittenOnceError` when it is there already."""
        if self.pk is not None:
            raise WrittenOnceError(f"{type(self).__name__} is written once.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        """Always raises :class:`WrittenOnceError`."""
        raise WrittenOnceError(f"{type(self).__name__} is never deleted.")
