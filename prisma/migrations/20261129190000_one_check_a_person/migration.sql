-- A mail is written for one person of one campaign: one key says that the person is enrolled there, where two said that each exists.
ALTER TABLE "enrollment" ADD CONSTRAINT "enrollment_contact_id_id_key" UNIQUE ("contact_id", "id");
DROP INDEX "enrollment_contact_id_idx";

-- First what is not wanted any more, so that nothing below writes it again. Mails of an enrollment are found by it, and a contact's
-- enrollments by the key above: one index fewer to write, twice, for each mail.
DROP INDEX "message_contact_id_idx", "message_open_idx", "message_on_its_way_idx";

-- Whoever a message is for is whoever is enrolled, should the two ever have disagreed.
UPDATE "message" m SET "contact_id" = e."contact_id" FROM "enrollment" e
WHERE e."id" = m."enrollment_id" AND m."contact_id" IS DISTINCT FROM e."contact_id";

-- Mails of no enrollment are checked by their contact alone.
ALTER TABLE "message" ADD COLUMN "unenrolled_contact_id" UUID
  GENERATED ALWAYS AS (CASE WHEN "enrollment_id" IS NULL THEN "contact_id" END) STORED;
CREATE INDEX "message_unenrolled_contact_id_idx" ON "message" ("unenrolled_contact_id") WHERE "unenrolled_contact_id" IS NOT NULL;
ALTER TABLE "message" DROP CONSTRAINT "message_enrollment_id_fkey", DROP CONSTRAINT "message_contact_id_fkey";
ALTER TABLE "message" ADD CONSTRAINT "message_enrollment_contact_check" CHECK ("enrollment_id" IS NULL OR "contact_id" IS NOT NULL);
ALTER TABLE "message" ADD CONSTRAINT "message_contact_id_enrollment_id_fkey"
  FOREIGN KEY ("contact_id", "enrollment_id") REFERENCES "enrollment"("contact_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "message" ADD CONSTRAINT "message_unenrolled_contact_id_fkey"
  FOREIGN KEY ("unenrolled_contact_id") REFERENCES "contact"("id") ON DELETE CASCADE;

-- What is with the provider and what is in line, in one index instead of two: by state, or by state and campaign.
CREATE INDEX "message_on_its_way_idx" ON "message" ("state", "campaign_id", "claimed_at")
  WHERE "state" IN ('queued', 'sending', 'unknown');
