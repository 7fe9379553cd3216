from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programs", "0009_two_leaders_at_most")]

    operations = [
        migrations.AddField(
            model_name="announcement",
            name="department",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="announcement",
            name="office",
            field=models.CharField(blank=True, max_length=120),
        ),
    ]
