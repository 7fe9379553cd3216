from django.db import migrations

CREATE = """
CREATE FUNCTION programs_keep_capacity() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  mentors integer;
  mentees integer;
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.state = 'approved' AND OLD.as_mentor = NEW.as_mentor
     AND OLD.as_mentee = NEW.as_mentee THEN
    RETURN NULL;
  END IF;
  SELECT mentor_capacity, mentee_capacity INTO mentors, mentees
    FROM programs_program WHERE id = NEW.program_id;
  IF mentors IS NULL AND mentees IS NULL THEN
    RETURN NULL;
  END IF;
  PERFORM 1 FROM programs_program WHERE id = NEW.program_id FOR NO KEY UPDATE;
  IF NEW.as_mentor AND mentors < (
    SELECT count(*) FROM programs_enrollment
    WHERE program_id = NEW.program_id AND state = 'approved' AND as_mentor
  ) THEN
    RAISE EXCEPTION 'the program takes on % mentors', mentors
      USING ERRCODE = 'check_violation', CONSTRAINT = 'programs_mentor_capacity';
  END IF;
  IF NEW.as_mentee AND mentees < (
    SELECT count(*) FROM programs_enrollment
    WHERE program_id = NEW.program_id AND state = 'approved' AND as_mentee
  ) THEN
    RAISE EXCEPTION 'the program takes on % mentees', mentees
      USING ERRCODE = 'check_violation', CONSTRAINT = 'programs_mentee_capacity';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER programs_capacity AFTER INSERT OR UPDATE OF state, as_mentor, as_mentee
  ON programs_enrollment FOR EACH ROW WHEN (NEW.state = 'approved')
  EXECUTE FUNCTION programs_keep_capacity();
"""
DROP = """
DROP TRIGGER programs_capacity ON programs_enrollment;
DROP FUNCTION programs_keep_capacity();
"""


class Migration(migrations.Migration):
    dependencies = [("programs", "0002_programs_people_can_set_up")]

    operations = [migrations.RunSQL(CREATE, DROP)]
