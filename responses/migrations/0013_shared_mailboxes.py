from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("responses", "0012_integrity_code_index"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="presence",
            name="one_presence_per_person",
        ),
        migrations.AddField(
            model_name="answer",
            name="changed_as",
            field=models.CharField(blank=True, default="", editable=False, max_length=150),
        ),
        migrations.AddField(
            model_name="presence",
            name="as_name",
            field=models.CharField(
                blank=True,
                default="",
                help_text="Who somebody at a shared mailbox said they are.",
                max_length=150,
            ),
        ),
        migrations.AddConstraint(
            model_name="presence",
            constraint=models.UniqueConstraint(
                fields=("answer", "user", "as_name"), name="one_presence_per_name"
            ),
        ),
    ]
