-- What became of a campaign's mails where that is bad, in any state, and what its owner was told of.
ALTER TABLE "campaign" ADD COLUMN "warning" TEXT, ADD COLUMN "warned_of" TEXT;
