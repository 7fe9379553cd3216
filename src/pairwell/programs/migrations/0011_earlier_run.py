"""Every run remembers the one it was made from."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0010_announcements_for_some"),
    ]

    operations = [
        migrations.AddField(
            model_name="program",
            name="earlier_run",
            field=models.ForeignKey(
                blank=True,
                help_text="the run that this one was made from",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="later_runs",
                to="programs.program",
            ),
        ),
        migrations.AddConstraint(
            model_name="program",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("earlier_run__isnull", True),
                    models.Q(("earlier_run", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="programs_not_its_own_earlier_run",
            ),
        ),
    ]
