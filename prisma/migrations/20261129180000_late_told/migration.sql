-- When the owner was last told that people of a campaign are too late to be written to by themselves.
ALTER TABLE "campaign" ADD COLUMN "late_told_at" TIMESTAMPTZ(3);
