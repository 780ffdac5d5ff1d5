-- A call that is with the provider: one row for the whole batch, with all it takes to write its messages down when its end is
-- known, or before, when somebody asks about them. Ids and addresses hardly compress, so nothing is tried.
CREATE TABLE "open_call" (
    "attempt" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "step_id" UUID NOT NULL,
    "step_key" UUID NOT NULL,
    "claimed_at" TIMESTAMPTZ(3) NOT NULL,
    "message_ids" UUID[] NOT NULL,
    "enrollment_ids" UUID[] NOT NULL,
    "contact_ids" UUID[] NOT NULL,
    "addresses" TEXT[] NOT NULL,
    "variants" SMALLINT[] NOT NULL,
    CONSTRAINT "open_call_pkey" PRIMARY KEY ("attempt")
);
ALTER TABLE "open_call" ALTER COLUMN "message_ids" SET STORAGE EXTERNAL, ALTER COLUMN "enrollment_ids" SET STORAGE EXTERNAL,
    ALTER COLUMN "contact_ids" SET STORAGE EXTERNAL, ALTER COLUMN "addresses" SET STORAGE EXTERNAL,
    ALTER COLUMN "variants" SET STORAGE EXTERNAL;

-- The mails of open calls, one row each.
CREATE VIEW "under_way_mail" AS
SELECT u.id, c.attempt, 'sending'::"MessageState" AS state, 'sequence'::"MessagePurpose" AS purpose, c.campaign_id, u.enrollment_id,
    u.contact_id, c.step_key, u.address, c.claimed_at
FROM open_call c
CROSS JOIN LATERAL unnest(c.message_ids, c.enrollment_ids, c.contact_ids, c.addresses) AS u(id, enrollment_id, contact_id, address);

-- Everything that is with the provider or may be: open calls, and messages that are settled one by one (message_on_its_way_idx).
CREATE VIEW "open_mail" AS
SELECT id, attempt, state, purpose, campaign_id, enrollment_id, contact_id, step_key, address, claimed_at
FROM message WHERE state IN ('sending', 'unknown')
UNION ALL
SELECT id, attempt, state, purpose, campaign_id, enrollment_id, contact_id, step_key, address, claimed_at FROM under_way_mail;
