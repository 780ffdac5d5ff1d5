-- What a provider did not take is tried again later, and is late all the same when it was due too long ago.
ALTER TABLE "enrollment" ADD COLUMN "due_since" TIMESTAMPTZ(3);
