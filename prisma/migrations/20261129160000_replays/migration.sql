-- One decision to try every mail of a campaign again that waits for a person, and how far it has come.
CREATE TABLE "replay" (
  "id" UUID NOT NULL DEFAULT uuidv7(),
  "campaign_id" UUID NOT NULL,
  "actor" TEXT NOT NULL,
  "slack_user_id" TEXT,
  "origin" TEXT NOT NULL,
  "decided_at" TIMESTAMPTZ(3) NOT NULL,
  "mails" INTEGER NOT NULL,
  "in_line" INTEGER NOT NULL DEFAULT 0,
  "was_sent" INTEGER NOT NULL DEFAULT 0,
  "waiting" INTEGER,
  "after_attempt" UUID,
  "finished_at" TIMESTAMPTZ(3),

  CONSTRAINT "replay_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "replay_campaign_id_idx" ON "replay"("campaign_id");
ALTER TABLE "replay" ADD CONSTRAINT "replay_campaign_id_fkey"
  FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;
-- What a restart goes on with.
CREATE INDEX "replay_open_idx" ON "replay" ("id") WHERE "finished_at" IS NULL;
