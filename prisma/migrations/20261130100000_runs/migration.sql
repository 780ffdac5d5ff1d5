-- The first of the campaigns that are runs of one another; null for that itself. By the index, the other runs of a campaign.
ALTER TABLE "campaign" ADD COLUMN "run_of_id" UUID
  CONSTRAINT "campaign_run_of_id_fkey" REFERENCES "campaign"("id") ON DELETE SET NULL ON UPDATE CASCADE;
CREATE INDEX "campaign_run_of_id_idx" ON "campaign"("run_of_id");
