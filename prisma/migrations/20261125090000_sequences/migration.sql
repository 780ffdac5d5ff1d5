-- Sequences of any number of steps: plans, variants, zones, limits. What exists keeps its meaning: a campaign of one
-- step becomes a plan of one step, a step of one text becomes a step of one variant.

ALTER TYPE "CampaignStatus" ADD VALUE 'scheduled';

-- Campaigns and versions: the plan
ALTER TABLE "campaign" ADD COLUMN "plan" JSONB,
ADD COLUMN "priority" SMALLINT NOT NULL DEFAULT 5,
ADD COLUMN "rests_until" TIMESTAMPTZ(3),
ADD COLUMN "resumed_at" TIMESTAMPTZ(3),
ADD COLUMN "starts_at" TIMESTAMPTZ(3),
ADD COLUMN "plan_revision" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN "judged_from" TIMESTAMPTZ(3);
ALTER TABLE "campaign_version" ADD COLUMN "moved_to_id" UUID, ADD COLUMN "plan" JSONB;

UPDATE "campaign" c SET "plan" = jsonb_build_object(
  'steps', (
    SELECT coalesce(jsonb_agg(jsonb_build_object(
      'key', uuidv7(), 'wait', '{"kind": "for", "amount": 0, "unit": "minutes"}'::jsonb, 'window', NULL,
      'variants', jsonb_build_array(jsonb_build_object(
        'name', 'A', 'weight', 1, 'subject', s->>'subject', 'body', s->>'body'))) ORDER BY place), '[]')
    FROM jsonb_array_elements(c."sequence") WITH ORDINALITY AS d(s, place)),
  'window', NULL, 'zone', 'UTC', 'holidays', '{"calendar": null, "dates": []}'::jsonb, 'maxLatenessMinutes', 1440,
  'rules', '{"reply": "stop", "out-of-office": "pause", "click": "continue",
             "bounce": "stop", "complaint": "stop", "unsubscribe": "stop"}'::jsonb,
  'company', 'none', 'reentry', 'never', 'besideOthers', false, 'priority', 5,
  'limits', '{"perContact": null, "perDomainHour": null, "perSenderDay": null, "perCampaignDay": null,
              "gap": null, "warmUp": false}'::jsonb,
  'holdoutPercent', 0);
UPDATE "campaign_version" v SET "plan" = c."plan" FROM "campaign" c WHERE c."id" = v."campaign_id";
ALTER TABLE "campaign" ALTER COLUMN "plan" SET NOT NULL, DROP COLUMN "sequence";
ALTER TABLE "campaign_version" ALTER COLUMN "plan" SET NOT NULL;
ALTER TABLE "campaign_version" ADD CONSTRAINT "campaign_version_moved_to_id_fkey"
  FOREIGN KEY ("moved_to_id") REFERENCES "campaign_version"("id") ON DELETE SET NULL ON UPDATE CASCADE;
CREATE INDEX "campaign_version_moved_to_id_idx" ON "campaign_version"("moved_to_id");
-- Whoever is under way in two campaigns now stays so; from here on campaigns want their contacts to themselves.
ALTER TABLE "campaign_version" ADD COLUMN "beside_others" BOOLEAN NOT NULL DEFAULT false;
UPDATE "campaign_version" SET "beside_others" = true, "plan" = jsonb_set("plan", '{besideOthers}', 'true');
UPDATE "campaign" SET "plan" = jsonb_set("plan", '{besideOthers}', 'true') WHERE "launched_at" IS NOT NULL;

-- Steps keep their identity through versions; what they say is in their variants.
ALTER TABLE "step" ADD COLUMN "key" UUID NOT NULL DEFAULT uuidv7();
UPDATE "step" s SET "key" = (p.step->>'key')::uuid
FROM "campaign_version" v, jsonb_array_elements(v."plan"->'steps') WITH ORDINALITY AS p(step, place)
WHERE v."id" = s."campaign_version_id" AND p.place = s."position";
CREATE UNIQUE INDEX "step_campaign_version_id_key_key" ON "step"("campaign_version_id", "key");

CREATE TABLE "variant" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "step_id" UUID NOT NULL,
    "position" SMALLINT NOT NULL,
    "name" TEXT NOT NULL,
    "weight" SMALLINT NOT NULL,
    "draw_from" INTEGER NOT NULL,
    "draw_to" INTEGER NOT NULL,
    "subject" TEXT NOT NULL,
    "html" TEXT NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "variant_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "variant_step_id_fkey" FOREIGN KEY ("step_id") REFERENCES "step"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "variant_step_id_position_key" ON "variant"("step_id", "position");
INSERT INTO "variant" ("step_id", "position", "name", "weight", "draw_from", "draw_to", "subject", "html", "text")
SELECT "id", 1, 'A', 1, 0, 65536, "subject", "html", "text" FROM "step";
ALTER TABLE "step" DROP COLUMN "delay_minutes", DROP COLUMN "html", DROP COLUMN "subject", DROP COLUMN "text";

-- Enrollments know where their contact is and when a pause ends by itself.
ALTER TABLE "enrollment" ADD COLUMN "resume_at" TIMESTAMPTZ(3), ADD COLUMN "zone" TEXT NOT NULL DEFAULT 'UTC';
CREATE INDEX "enrollment_resume_idx" ON "enrollment" ("resume_at") WHERE "status" = 'paused' AND "resume_at" IS NOT NULL;
CREATE TABLE "campaign_zone" (
    "campaign_id" UUID NOT NULL,
    "zone" TEXT NOT NULL,

    CONSTRAINT "campaign_zone_pkey" PRIMARY KEY ("campaign_id","zone"),
    CONSTRAINT "campaign_zone_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "campaign_zone" SELECT DISTINCT "campaign_id", "zone" FROM "enrollment";

-- One message for each enrollment and step, whatever version the step was sent from.
ALTER TABLE "message" ADD COLUMN "step_key" UUID, ADD COLUMN "variant" SMALLINT;
UPDATE "message" m SET "step_key" = s."key", "variant" = 1 FROM "step" s WHERE s."id" = m."step_id";
CREATE UNIQUE INDEX "message_enrollment_id_step_key_key" ON "message"("enrollment_id", "step_key");
DROP INDEX "message_enrollment_id_step_id_key";

-- Limits, counted in slices of their period.
CREATE TABLE "send_count" (
    "key" TEXT NOT NULL,
    "slice" TIMESTAMPTZ(3) NOT NULL,
    "taken" INTEGER NOT NULL,

    CONSTRAINT "send_count_pkey" PRIMARY KEY ("key","slice")
);
CREATE TABLE "send_limit" (
    "key" TEXT NOT NULL,
    "booked_until" TIMESTAMPTZ(3),
    "first_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "send_limit_pkey" PRIMARY KEY ("key")
);

-- Tokens that begin with their time: the index of a million new ones grows at one end instead of everywhere.
ALTER TABLE "enrollment" ALTER COLUMN "reply_token" SET DEFAULT replace(uuidv7()::text, '-', '');

-- What the check of the ledger reads: rows that are few while all is well.
CREATE INDEX "enrollment_in_flight_idx" ON "enrollment" ("id") WHERE "status" IN ('active', 'paused') AND "next_at" IS NULL;
CREATE INDEX "message_unproven_idx" ON "message" ("id") WHERE "state" = 'sent' AND "provider_message_id" IS NULL;
CREATE TABLE "invariant" (
    "name" TEXT NOT NULL,
    "violations" INTEGER NOT NULL,
    "checked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "invariant_pkey" PRIMARY KEY ("name")
);

-- What became of a campaign's mails at each recipient domain since a person last let it go on: what its brakes look at.
CREATE TABLE "domain_outcome" (
    "campaign_id" UUID NOT NULL,
    "domain" TEXT NOT NULL,
    "delivered" INTEGER NOT NULL DEFAULT 0,
    "bounced" INTEGER NOT NULL DEFAULT 0,
    "complained" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "domain_outcome_pkey" PRIMARY KEY ("campaign_id","domain"),
    CONSTRAINT "domain_outcome_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- What waits for a person: few, and looked for among many.
CREATE INDEX "message_needs_human_idx" ON "message" ("id") WHERE "state" = 'needs_human';
CREATE INDEX "webhook_delivery_failed_idx" ON "webhook_delivery" ("id") WHERE "outcome" = 'failed';

-- Who waits until another campaign is through with them.
CREATE INDEX "enrollment_waiting_idx" ON "enrollment" ("contact_id")
  WHERE "status" = 'paused' AND "reason" = 'waits for another campaign';

-- The company of a contact, as domain/company.ts tells it; of those who are here already by their domain alone.
ALTER TABLE "contact" ADD COLUMN "company_key" TEXT;
UPDATE "contact" SET "company_key" = split_part("email", '@', 2)
WHERE split_part("email", '@', 2) !~ '^(gmail|googlemail|yahoo|ymail|hotmail|outlook|live|msn|icloud|me|mac|aol|gmx|web|t-online|proton|protonmail|mail|yandex|qq|163)\.[a-z]{2,3}(\.[a-z]{2})?$';
CREATE INDEX "contact_company_key_idx" ON "contact"("company_key");
