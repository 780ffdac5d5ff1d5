-- Whom a person can let go on: few of a campaign, and looked for among all who are in flight.
CREATE INDEX "enrollment_paused_idx" ON "enrollment" ("campaign_id", "id")
  WHERE "status" = 'paused' AND "reason" IS DISTINCT FROM 'waits for another campaign';
