-- Which limit gave somebody their moment, and which moment that was.
ALTER TABLE "enrollment" ADD COLUMN "put_off_by" TEXT, ADD COLUMN "put_off_until" TIMESTAMPTZ(3);
