-- A claim says that somebody's mail is with the provider and leaves the rest as it is, so that no index changes: the row's new
-- version stands beside the old one, for which its page keeps room.
ALTER TABLE "enrollment" ADD COLUMN "with_provider" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "enrollment" SET (fillfactor = 50);
