-- What a million enrollments ask for at once, and every claim and settlement again: fewer checks that say more, fewer indexes.

-- A step says which campaign it is of, so that one key can say that an enrollment's step, version and campaign belong together.
ALTER TABLE "step" ADD COLUMN "campaign_id" UUID;
UPDATE "step" s SET "campaign_id" = v."campaign_id" FROM "campaign_version" v WHERE v."id" = s."campaign_version_id";
ALTER TABLE "step" ALTER COLUMN "campaign_id" SET NOT NULL;
CREATE UNIQUE INDEX "campaign_version_id_campaign_id_key" ON "campaign_version"("id", "campaign_id");
CREATE UNIQUE INDEX "step_id_campaign_version_id_campaign_id_key" ON "step"("id", "campaign_version_id", "campaign_id");
CREATE INDEX "step_campaign_id_idx" ON "step"("campaign_id");
ALTER TABLE "step" DROP CONSTRAINT "step_campaign_version_id_fkey";
ALTER TABLE "step" ADD CONSTRAINT "step_campaign_version_id_campaign_id_fkey"
  FOREIGN KEY ("campaign_version_id", "campaign_id") REFERENCES "campaign_version"("id", "campaign_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The step that is due decides which version somebody is on, should the two ever have disagreed.
UPDATE "enrollment" e SET "campaign_version_id" = s."campaign_version_id" FROM "step" s
WHERE s."id" = e."step_id" AND s."campaign_version_id" <> e."campaign_version_id";

-- Tokens that were given out stay good; from here on the token of an enrollment is its id.
ALTER TABLE "enrollment" RENAME COLUMN "reply_token" TO "earlier_token";
ALTER TABLE "enrollment" ALTER COLUMN "earlier_token" DROP NOT NULL, ALTER COLUMN "earlier_token" DROP DEFAULT;
DROP INDEX "enrollment_reply_token_key";
CREATE UNIQUE INDEX "enrollment_earlier_token_key" ON "enrollment"("earlier_token") WHERE "earlier_token" IS NOT NULL;
ALTER TABLE "enrollment" ADD COLUMN "reply_token" TEXT NOT NULL
  GENERATED ALWAYS AS (COALESCE("earlier_token", replace("id"::text, '-', ''))) VIRTUAL;

-- One check for whoever has a step, one for whoever has none; both by enrollment_campaign_id_id_idx.
ALTER TABLE "enrollment" ADD COLUMN "stepless_version_id" UUID
  GENERATED ALWAYS AS (CASE WHEN "step_id" IS NULL THEN "campaign_version_id" END) STORED;
ALTER TABLE "enrollment" DROP CONSTRAINT "enrollment_campaign_id_fkey", DROP CONSTRAINT "enrollment_campaign_version_id_fkey",
  DROP CONSTRAINT "enrollment_step_id_fkey";
ALTER TABLE "enrollment" ADD CONSTRAINT "enrollment_step_id_campaign_version_id_campaign_id_fkey"
  FOREIGN KEY ("step_id", "campaign_version_id", "campaign_id") REFERENCES "step"("id", "campaign_version_id", "campaign_id")
  ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "enrollment" ADD CONSTRAINT "enrollment_stepless_version_id_campaign_id_fkey"
  FOREIGN KEY ("stepless_version_id", "campaign_id") REFERENCES "campaign_version"("id", "campaign_id") ON DELETE CASCADE;
DROP INDEX "enrollment_campaign_version_id_idx";

-- Due work by the step: a batch is of one step, and nobody who is due for another is looked at for it.
DROP INDEX "enrollment_due_idx";
CREATE INDEX "enrollment_due_idx" ON "enrollment" ("campaign_id", "step_id", "next_at")
  WHERE "status" = 'active' AND "next_at" IS NOT NULL;
