from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programs", "0008_hours_in_matching")]

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
