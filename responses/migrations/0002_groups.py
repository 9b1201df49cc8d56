"""The groups of the secretariat, with what each may do in the admin (DESIGN §4)."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

SET_UP = "commission review session agendaitem guidingquestion objective memberstate user membership".split()
READS = ["view_response", "export_response", "view_event"]
GROUPS = {
    "reviewer": READS,
    "publisher": READS,
    "coordinator": ["view_response", "view_letter", "view_event"]
    + [f"{act}_{model}" for model in SET_UP for act in ("view", "add", "change")],
}


def make_groups(apps, schema_editor):
    alias = schema_editor.connection.alias
    config = apps.get_app_config("responses")
    config.models_module = (
        True  # permissions are usually made after all migrations: here they are needed earlier
    )
    create_permissions(config, apps=apps, verbosity=0, using=alias)
    config.models_module = None
    permissions = (
        apps.get_model("auth", "Permission").objects.using(alias).filter(content_type__app_label="responses")
    )
    for name, codes in GROUPS.items():
        group, _ = apps.get_model("auth", "Group").objects.using(alias).get_or_create(name=name)
        group.permissions.set(permissions.filter(codename__in=codes))


class Migration(migrations.Migration):
    dependencies = [("responses", "0001_initial"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
