from django.db import migrations, models

CREATE = """
CREATE FUNCTION programs_copy_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT full_name, search, department, office
    INTO NEW.person_name, NEW.person_search, NEW.person_department, NEW.person_office
    FROM people_person WHERE id = NEW.person_id;
  IF NOT FOUND THEN  -- the foreign key refuses it at the end
    NEW.person_name := ''; NEW.person_search := ''; NEW.person_department := ''; NEW.person_office := '';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER programs_person_copied
  BEFORE INSERT OR UPDATE OF person_id, person_name, person_search, person_department, person_office
  ON programs_enrollment FOR EACH ROW EXECUTE FUNCTION programs_copy_person();

CREATE FUNCTION programs_follow_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE programs_enrollment SET person_name = NEW.full_name WHERE person_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER programs_person_followed AFTER UPDATE OF full_name, search, department, office
  ON people_person FOR EACH ROW
  WHEN ((OLD.full_name, OLD.search, OLD.department, OLD.office)
        IS DISTINCT FROM (NEW.full_name, NEW.search, NEW.department, NEW.office))
  EXECUTE FUNCTION programs_follow_person();

UPDATE programs_enrollment SET person_id = person_id;
"""
DROP = """
DROP TRIGGER programs_person_followed ON people_person;
DROP FUNCTION programs_follow_person();
DROP TRIGGER programs_person_copied ON programs_enrollment;
DROP FUNCTION programs_copy_person();
"""


class Migration(migrations.Migration):
    dependencies = [("programs", "0011_earlier_run")]

    operations = [
        migrations.AddField(
            model_name="enrollment",
            name="person_name",
            field=models.CharField(
                default="",
                editable=False,
                help_text="the person's name, to sort by; set by the database",
                max_length=200,
            ),
        ),
        migrations.AddField(
            model_name="enrollment",
            name="person_search",
            field=models.TextField(
                default="",
                editable=False,
                help_text="what a search of people looks through; set by the database",
            ),
        ),
        migrations.AddField(
            model_name="enrollment",
            name="person_department",
            field=models.CharField(
                default="", editable=False, help_text="to filter by; set by the database", max_length=120
            ),
        ),
        migrations.AddField(
            model_name="enrollment",
            name="person_office",
            field=models.CharField(
                default="", editable=False, help_text="to filter by; set by the database", max_length=120
            ),
        ),
        migrations.AddIndex(
            model_name="enrollment",
            index=models.Index(fields=["program", "person_name", "id"], name="programs_enrollment_by_name"),
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
