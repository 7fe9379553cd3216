import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

CREATE = """
ALTER TABLE programs_listed ADD CONSTRAINT programs_listed_place
  FOREIGN KEY (enrollment_id) REFERENCES programs_enrollment (id) ON DELETE CASCADE;

CREATE FUNCTION programs_list_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO programs_listed (enrollment_id, program_id, person_id, name, search, department, office)
  SELECT NEW.id, NEW.program_id, id, full_name, search, department, office
    FROM people_person WHERE id = NEW.person_id
  ON CONFLICT (enrollment_id) DO UPDATE SET
    (program_id, person_id, name, search, department, office)
    = (excluded.program_id, excluded.person_id, excluded.name, excluded.search, excluded.department, excluded.office);
  RETURN NULL;
END $$;
CREATE TRIGGER programs_place_listed AFTER INSERT ON programs_enrollment
  FOR EACH ROW EXECUTE FUNCTION programs_list_place();
CREATE TRIGGER programs_place_moved AFTER UPDATE OF program_id, person_id ON programs_enrollment FOR EACH ROW
  WHEN ((OLD.program_id, OLD.person_id) IS DISTINCT FROM (NEW.program_id, NEW.person_id))
  EXECUTE FUNCTION programs_list_place();

CREATE FUNCTION programs_list_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE programs_listed
    SET (name, search, department, office) = (NEW.full_name, NEW.search, NEW.department, NEW.office)
    WHERE person_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER programs_person_listed AFTER UPDATE OF full_name, search, department, office ON people_person
  FOR EACH ROW
  WHEN ((OLD.full_name, OLD.search, OLD.department, OLD.office)
        IS DISTINCT FROM (NEW.full_name, NEW.search, NEW.department, NEW.office))
  EXECUTE FUNCTION programs_list_person();

INSERT INTO programs_listed (enrollment_id, program_id, person_id, name, search, department, office)
SELECT place.id, place.program_id, person.id, full_name, search, department, office
FROM programs_enrollment AS place JOIN people_person AS person ON person.id = place.person_id;
"""
DROP = """
DROP TRIGGER programs_person_listed ON people_person;
DROP FUNCTION programs_list_person();
DROP TRIGGER programs_place_moved ON programs_enrollment;
DROP TRIGGER programs_place_listed ON programs_enrollment;
DROP FUNCTION programs_list_place();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0011_earlier_run"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Listed",
            fields=[
                (
                    "enrollment",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="listed",
                        serialize=False,
                        to="programs.enrollment",
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("search", models.TextField()),
                ("department", models.CharField(max_length=120)),
                ("office", models.CharField(max_length=120)),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="programs.program",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["program", "name", "enrollment"], name="programs_listed_by_name")
                ],
            },
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
