"""A circle has one or two leaders, as the matching engine seats them; three or four were promised and never came."""

from django.db import migrations, models


def at_most_two(apps, schema_editor):
    apps.get_model("programs", "Program").objects.filter(circle_leaders__gt=2).update(circle_leaders=2)


class Migration(migrations.Migration):
    dependencies = [("programs", "0008_hours_in_matching")]

    operations = [
        migrations.RunPython(at_most_two, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="program", name="programs_circle_leaders"),
        migrations.AddConstraint(
            model_name="program",
            constraint=models.CheckConstraint(
                condition=models.Q(("circle_leaders__range", (1, 2))), name="programs_circle_leaders"
            ),
        ),
    ]
