-- Whoever was late before a pause or a rest began stays late.
ALTER TABLE "campaign" ADD COLUMN "paused_from" TIMESTAMPTZ(3);
