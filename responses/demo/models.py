"""What the demonstration keeps besides the record of the review."""

from django.db import models


class SentMail(models.Model):
    """A mail as it left, to be read on a page: in a demonstration nobody's mailbox is real."""

    at = models.DateTimeField(auto_now_add=True)
    to = models.CharField(max_length=1000)
    subject = models.CharField(max_length=500)
    text = models.TextField()

    class Meta:
        app_label = "demo"
        ordering = ("-pk",)
        default_permissions = ()

    def __str__(self):
        return self.subject
