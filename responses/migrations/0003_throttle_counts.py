"""The table in which sign-in attempts are counted, shared by all workers."""

from django.core.management import call_command
from django.db import migrations


def make_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("responses", "0002_groups")]

    operations = [migrations.RunPython(make_table, migrations.RunPython.noop)]
