-- Who is enrolled and where is checked once for each statement that enters people, and not for each of them (docs/decisions/0032).

-- The keys stay as what the schema tells of itself; nothing is looked up for them.
ALTER TABLE "enrollment" DROP CONSTRAINT "enrollment_step_id_campaign_version_id_campaign_id_fkey",
  DROP CONSTRAINT "enrollment_stepless_version_id_campaign_id_fkey", DROP COLUMN "stepless_version_id",
  DROP CONSTRAINT "enrollment_contact_id_fkey";
ALTER TABLE "enrollment"
  ADD CONSTRAINT "enrollment_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") NOT ENFORCED,
  ADD CONSTRAINT "enrollment_step_id_campaign_version_id_campaign_id_fkey"
  FOREIGN KEY ("step_id", "campaign_version_id", "campaign_id") REFERENCES "step"("id", "campaign_version_id", "campaign_id") NOT ENFORCED,
  ADD CONSTRAINT "enrollment_campaign_version_id_campaign_id_fkey"
  FOREIGN KEY ("campaign_version_id", "campaign_id") REFERENCES "campaign_version"("id", "campaign_id") NOT ENFORCED;

-- People are entered many at a time and at few places. Contacts are held in one join, as the key would hold each: whoever deletes
-- one waits, and then finds its enrollments.
-- With room for a million of them in memory, or contacts are held in an order that reads their pages again and again.
CREATE FUNCTION "check_entered"() RETURNS trigger LANGUAGE plpgsql SET work_mem = '128MB' AS $$
DECLARE place record; held bigint;
BEGIN
  -- Planned anew each time: a plan kept from one person would look up a million one by one, and one kept from a million read everybody.
  EXECUTE 'SELECT count(*) FROM (SELECT FROM entered e JOIN contact c ON c.id = e.contact_id FOR KEY SHARE OF c) h' INTO held;
  IF held < (SELECT count(*) FROM entered) THEN
    RAISE foreign_key_violation USING
      MESSAGE = format('there is no contact %s', (
        SELECT e.contact_id FROM entered e WHERE NOT EXISTS (SELECT FROM contact c WHERE c.id = e.contact_id) LIMIT 1)),
      TABLE = 'enrollment', CONSTRAINT = 'enrollment_contact_id_fkey';
  END IF;
  FOR place IN SELECT DISTINCT step_id, campaign_version_id, campaign_id FROM entered LOOP
    IF place.step_id IS NULL THEN
      PERFORM FROM campaign_version v WHERE v.id = place.campaign_version_id AND v.campaign_id = place.campaign_id FOR KEY SHARE;
    ELSE
      PERFORM FROM step s WHERE s.id = place.step_id AND s.campaign_version_id = place.campaign_version_id
        AND s.campaign_id = place.campaign_id FOR KEY SHARE;
    END IF;
    IF NOT FOUND THEN
      RAISE foreign_key_violation USING
        MESSAGE = format('there is no step %s of version %s of campaign %s', place.step_id, place.campaign_version_id, place.campaign_id),
        TABLE = 'enrollment', CONSTRAINT = 'enrollment_step_id_campaign_version_id_campaign_id_fkey';
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER "enrollment_entered" AFTER INSERT ON "enrollment"
  REFERENCING NEW TABLE AS "entered" FOR EACH STATEMENT EXECUTE FUNCTION "check_entered"();

-- A mail of an enrollment is for where that stands, and its row is written from the other. Mails of no enrollment have no step,
-- and are checked for their campaign.
ALTER TABLE "message" DROP CONSTRAINT "message_step_id_campaign_id_fkey", DROP CONSTRAINT "message_stepless_campaign_id_fkey",
  DROP CONSTRAINT "message_step_campaign_check", DROP COLUMN "stepless_campaign_id",
  ADD COLUMN "unenrolled_campaign_id" UUID
  GENERATED ALWAYS AS (CASE WHEN "enrollment_id" IS NULL THEN "campaign_id" END) STORED;
ALTER TABLE "message"
  ADD CONSTRAINT "message_step_check" CHECK ("step_id" IS NULL OR "enrollment_id" IS NOT NULL AND "campaign_id" IS NOT NULL),
  ADD CONSTRAINT "message_step_id_campaign_id_fkey"
  FOREIGN KEY ("step_id", "campaign_id") REFERENCES "step"("id", "campaign_id") NOT ENFORCED,
  ADD CONSTRAINT "message_unenrolled_campaign_id_fkey"
  FOREIGN KEY ("unenrolled_campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE;
CREATE INDEX "message_unenrolled_campaign_id_idx" ON "message" ("unenrolled_campaign_id") WHERE "unenrolled_campaign_id" IS NOT NULL;

-- What goes takes along whoever stands there, and every mail of it. By enrollment_campaign_id_id_idx and message_campaign_id_id_idx,
-- of a contact by enrollment_contact_id_id_key.
CREATE FUNCTION "delete_with_contact"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM enrollment e USING gone g WHERE e.contact_id = g.id;
  RETURN NULL;
END $$;
CREATE TRIGGER "contact_deleted" AFTER DELETE ON "contact"
  REFERENCING OLD TABLE AS "gone" FOR EACH STATEMENT EXECUTE FUNCTION "delete_with_contact"();

CREATE FUNCTION "delete_with_step"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM enrollment e USING gone g WHERE e.campaign_id = g.campaign_id AND e.step_id = g.id;
  DELETE FROM message m USING gone g WHERE m.campaign_id = g.campaign_id AND m.step_id = g.id;
  RETURN NULL;
END $$;
CREATE TRIGGER "step_deleted" AFTER DELETE ON "step"
  REFERENCING OLD TABLE AS "gone" FOR EACH STATEMENT EXECUTE FUNCTION "delete_with_step"();

CREATE FUNCTION "delete_with_version"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM enrollment e USING gone g WHERE e.campaign_id = g.campaign_id AND e.campaign_version_id = g.id;
  RETURN NULL;
END $$;
CREATE TRIGGER "campaign_version_deleted" AFTER DELETE ON "campaign_version"
  REFERENCING OLD TABLE AS "gone" FOR EACH STATEMENT EXECUTE FUNCTION "delete_with_version"();

-- Who people are and what they stand at is never called otherwise, and no enrollment becomes another's.
CREATE FUNCTION "refuse_other_key"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE foreign_key_violation USING MESSAGE = format('the keys of %s never change', TG_TABLE_NAME), TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER "step_key_kept" AFTER UPDATE OF "id", "campaign_version_id", "campaign_id" ON "step" FOR EACH ROW
  WHEN ((OLD."id", OLD."campaign_version_id", OLD."campaign_id") IS DISTINCT FROM (NEW."id", NEW."campaign_version_id", NEW."campaign_id"))
  EXECUTE FUNCTION "refuse_other_key"();
CREATE TRIGGER "campaign_version_key_kept" AFTER UPDATE OF "id", "campaign_id" ON "campaign_version" FOR EACH ROW
  WHEN ((OLD."id", OLD."campaign_id") IS DISTINCT FROM (NEW."id", NEW."campaign_id")) EXECUTE FUNCTION "refuse_other_key"();
CREATE TRIGGER "enrollment_key_kept" AFTER UPDATE OF "campaign_id", "contact_id" ON "enrollment" FOR EACH ROW
  WHEN ((OLD."campaign_id", OLD."contact_id") IS DISTINCT FROM (NEW."campaign_id", NEW."contact_id"))
  EXECUTE FUNCTION "refuse_other_key"();
CREATE TRIGGER "contact_key_kept" AFTER UPDATE OF "id" ON "contact" FOR EACH ROW
  WHEN (OLD."id" IS DISTINCT FROM NEW."id") EXECUTE FUNCTION "refuse_other_key"();
