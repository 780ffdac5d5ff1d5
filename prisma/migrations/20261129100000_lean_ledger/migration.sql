-- A message is written at its claim and once more when it is settled, each time with all its indexes: those that few rows
-- need hold only these. What is on its way or in line is looked for by campaign; what is through is only counted by people.
CREATE INDEX "message_on_its_way_idx" ON "message" ("campaign_id", "state") WHERE "state" IN ('queued', 'sending', 'unknown');
DROP INDEX "message_campaign_state_idx";
CREATE INDEX "message_conversation_idx" ON "message" ("handover_id", "thread_ts") WHERE "handover_id" IS NOT NULL;
DROP INDEX "message_handover_id_thread_ts_idx";
DROP INDEX "message_provider_message_id_key";
CREATE UNIQUE INDEX "message_provider_message_id_key" ON "message" ("provider_message_id") WHERE "provider_message_id" IS NOT NULL;
