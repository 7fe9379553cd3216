import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FILL = """
UPDATE mentorships_reflection said SET mentorship_id = one.mentorship_id
FROM mentorships_session one WHERE one.id = said.session_id
"""
INSIST = """
ALTER TABLE mentorships_reflection ADD CONSTRAINT mentorships_reflection_of_its_session
FOREIGN KEY (session_id, mentorship_id) REFERENCES mentorships_session (id, mentorship_id)
DEFERRABLE INITIALLY DEFERRED
"""
NO_LONGER = "ALTER TABLE mentorships_reflection DROP CONSTRAINT mentorships_reflection_of_its_session"


def mentorship(**more: bool) -> models.ForeignKey:
    return models.ForeignKey(
        db_index=False,
        on_delete=django.db.models.deletion.CASCADE,
        related_name="reflections",
        to="mentorships.mentorship",
        **more,
    )


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("mentorships", "0009_where_a_goal_leads"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="session",
            constraint=models.UniqueConstraint(fields=("id", "mentorship"), name="mentorships_session_of"),
        ),
        migrations.AddField(model_name="reflection", name="mentorship", field=mentorship(null=True)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AlterField(model_name="reflection", name="mentorship", field=mentorship()),
        migrations.RunSQL(INSIST, NO_LONGER),
        migrations.AddIndex(
            model_name="reflection",
            index=models.Index(
                fields=["mentorship"], include=("author", "useful"), name="mentorships_reflection_of"
            ),
        ),
    ]
