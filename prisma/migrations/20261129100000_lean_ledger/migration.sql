-- A message is written at its claim and once more when it is settled, each time with all its indexes: those that few rows
-- need hold only these. What is on its way or in line is looked for by campaign; what is through is only counted by people.
CREATE INDEX "message_on_its_way_idx" ON "message" ("campaign_id", "state") WHERE "state" IN ('queued', 'sending', 'unknown');
DROP INDEX "message_campaign_state_idx";
CREATE INDEX "message_conversation_idx" ON "message" ("handover_id", "thread_ts") WHERE "handover_id" IS NOT NULL;
DROP INDEX "message_handover_id_thread_ts_idx";
DROP INDEX "message_provider_message_id_key";
CREATE UNIQUE INDEX "message_provider_message_id_key" ON "message" ("provider_message_id") WHERE "provider_message_id" IS NOT NULL;

-- One check for a step and its campaign together, as for enrollments (docs/decisions/0024), and one for mails of no step.
CREATE UNIQUE INDEX "step_id_campaign_id_key" ON "step"("id", "campaign_id");
ALTER TABLE "message" ADD COLUMN "stepless_campaign_id" UUID
  GENERATED ALWAYS AS (CASE WHEN "step_id" IS NULL THEN "campaign_id" END) STORED;
CREATE INDEX "message_stepless_campaign_id_idx" ON "message" ("stepless_campaign_id") WHERE "stepless_campaign_id" IS NOT NULL;
ALTER TABLE "message" DROP CONSTRAINT "message_campaign_id_fkey", DROP CONSTRAINT "message_step_id_fkey";
ALTER TABLE "message" ADD CONSTRAINT "message_step_campaign_check" CHECK ("step_id" IS NULL OR "campaign_id" IS NOT NULL);
ALTER TABLE "message" ADD CONSTRAINT "message_step_id_campaign_id_fkey"
  FOREIGN KEY ("step_id", "campaign_id") REFERENCES "step"("id", "campaign_id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "message" ADD CONSTRAINT "message_stepless_campaign_id_fkey"
  FOREIGN KEY ("stepless_campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE;
