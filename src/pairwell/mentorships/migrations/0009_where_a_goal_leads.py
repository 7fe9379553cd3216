import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mentorships", "0008_held_sessions"),
        ("people", "0004_names_and_closed_pages"),
    ]

    operations = [
        migrations.AddField(
            model_name="goal",
            name="career_role",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="people.careerrole",
            ),
        ),
    ]
