-- The first relay. The part up to "Beyond the schema file" is what schema.prisma says; the rest it cannot say.

-- CreateEnum
CREATE TYPE "MemberRole" AS ENUM ('admin', 'marketer', 'sales', 'analyst');

-- CreateEnum
CREATE TYPE "ImportStatus" AS ENUM ('received', 'applied', 'failed');

-- CreateEnum
CREATE TYPE "CampaignStatus" AS ENUM ('draft', 'running', 'paused', 'completed', 'cancelled');

-- CreateEnum
CREATE TYPE "Channel" AS ENUM ('email', 'sms');

-- CreateEnum
CREATE TYPE "EnrollmentStatus" AS ENUM ('active', 'paused', 'replied', 'completed', 'stopped');

-- CreateEnum
CREATE TYPE "MessageDirection" AS ENUM ('outbound', 'inbound');

-- CreateEnum
CREATE TYPE "MessagePurpose" AS ENUM ('sequence', 'conversation', 'test');

-- CreateEnum
CREATE TYPE "MessageState" AS ENUM ('queued', 'sending', 'sent', 'rejected', 'skipped', 'unknown', 'needs_human', 'received');

-- CreateEnum
CREATE TYPE "EventType" AS ENUM ('delivered', 'opened', 'clicked', 'bounced', 'complained', 'unsubscribed');

-- CreateEnum
CREATE TYPE "ReplyKind" AS ENUM ('human', 'auto_reply', 'out_of_office', 'bounce', 'unsubscribe');

-- CreateEnum
CREATE TYPE "HandoverStatus" AS ENUM ('open', 'claimed', 'won', 'lost', 'returned');

-- CreateTable
CREATE TABLE "member" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "slack_user_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "time_zone" TEXT,
    "role" "MemberRole" NOT NULL DEFAULT 'marketer',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "member_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "email" TEXT NOT NULL,
    "first_name" TEXT,
    "last_name" TEXT,
    "company" TEXT,
    "job_title" TEXT,
    "country" TEXT,
    "time_zone" TEXT,
    "phone" TEXT,
    "attributes" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "contact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consent" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "contact_id" UUID NOT NULL,
    "channel" "Channel" NOT NULL,
    "source" TEXT NOT NULL,
    "obtained_at" TIMESTAMPTZ(3),
    "import_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "consent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "file_name" TEXT NOT NULL,
    "status" "ImportStatus" NOT NULL DEFAULT 'received',
    "content" BYTEA,
    "mapping" JSONB NOT NULL,
    "rows_read" INTEGER NOT NULL DEFAULT 0,
    "rows_accepted" INTEGER NOT NULL DEFAULT 0,
    "rows_refused" INTEGER NOT NULL DEFAULT 0,
    "rows_repeated" INTEGER NOT NULL DEFAULT 0,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "applied_at" TIMESTAMPTZ(3),

    CONSTRAINT "import_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_contact" (
    "import_id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,

    CONSTRAINT "import_contact_pkey" PRIMARY KEY ("import_id","contact_id")
);

-- CreateTable
CREATE TABLE "import_refusal" (
    "import_id" UUID NOT NULL,
    "line" INTEGER NOT NULL,
    "cells" JSONB NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "import_refusal_pkey" PRIMARY KEY ("import_id","line")
);

-- CreateTable
CREATE TABLE "campaign" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "name" TEXT NOT NULL,
    "status" "CampaignStatus" NOT NULL DEFAULT 'draft',
    "status_reason" TEXT,
    "sender_name" TEXT NOT NULL,
    "sender_email" TEXT NOT NULL,
    "sequence" JSONB NOT NULL,
    "handover_score" INTEGER NOT NULL DEFAULT 70,
    "import_id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "channel_id" TEXT NOT NULL,
    "sales_channel_id" TEXT NOT NULL,
    "card_ts" TEXT,
    "review_view_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "launched_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "campaign_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "campaign_version" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "campaign_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "sender_name" TEXT NOT NULL,
    "sender_email" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "campaign_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "step" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "campaign_version_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "channel" "Channel" NOT NULL DEFAULT 'email',
    "delay_minutes" INTEGER NOT NULL DEFAULT 0,
    "subject" TEXT NOT NULL,
    "html" TEXT NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "step_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "enrollment" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "campaign_id" UUID NOT NULL,
    "campaign_version_id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,
    "status" "EnrollmentStatus" NOT NULL DEFAULT 'active',
    "reason" TEXT,
    "step_id" UUID,
    "next_at" TIMESTAMPTZ(3),
    "reply_token" TEXT NOT NULL DEFAULT replace(gen_random_uuid()::text, '-', ''),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "enrollment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "message" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "direction" "MessageDirection" NOT NULL,
    "purpose" "MessagePurpose" NOT NULL,
    "channel" "Channel" NOT NULL DEFAULT 'email',
    "state" "MessageState" NOT NULL,
    "reason" TEXT,
    "error_code" INTEGER,
    "campaign_id" UUID,
    "enrollment_id" UUID,
    "step_id" UUID,
    "contact_id" UUID,
    "handover_id" UUID,
    "member_id" UUID,
    "attempt" UUID,
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    "claimed_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),
    "provider_message_id" TEXT,
    "address" TEXT NOT NULL,
    "internet_message_id" TEXT,
    "subject" TEXT,
    "text" TEXT,
    "thread_ts" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "message_id" UUID NOT NULL,
    "type" "EventType" NOT NULL,
    "machine" BOOLEAN NOT NULL DEFAULT false,
    "detail" TEXT,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "webhook_delivery_id" UUID,

    CONSTRAINT "event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_delivery" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "source" TEXT NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "applied_at" TIMESTAMPTZ(3),
    "outcome" TEXT,

    CONSTRAINT "webhook_delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reply" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "message_id" UUID NOT NULL,
    "enrollment_id" UUID,
    "campaign_id" UUID,
    "contact_id" UUID NOT NULL,
    "kind" "ReplyKind" NOT NULL,
    "matched_by" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "reply_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "assessment" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "reply_id" UUID NOT NULL,
    "intent" TEXT NOT NULL,
    "sentiment" TEXT NOT NULL,
    "score" SMALLINT NOT NULL,
    "reasons" TEXT[],
    "source" TEXT NOT NULL,
    "model" TEXT,
    "prompt_version" TEXT,
    "input_tokens" INTEGER,
    "output_tokens" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "assessment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "handover" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "contact_id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "enrollment_id" UUID NOT NULL,
    "reply_id" UUID NOT NULL,
    "status" "HandoverStatus" NOT NULL DEFAULT 'open',
    "lead_score" SMALLINT NOT NULL,
    "reasons" TEXT[],
    "claimed_by_id" UUID,
    "claimed_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "channel_id" TEXT NOT NULL,
    "card_ts" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "handover_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "suppression" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "channel" "Channel" NOT NULL,
    "address" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "suppression_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "send_hold" (
    "provider" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "failures" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "send_hold_pkey" PRIMARY KEY ("provider")
);

-- CreateTable
CREATE TABLE "api_token" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "name" TEXT NOT NULL,
    "role" "MemberRole" NOT NULL,
    "hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "origin" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "member_slack_user_id_key" ON "member"("slack_user_id");

-- CreateIndex
CREATE UNIQUE INDEX "contact_email_key" ON "contact"("email");

-- CreateIndex
CREATE INDEX "consent_import_id_idx" ON "consent"("import_id");

-- CreateIndex
CREATE UNIQUE INDEX "consent_contact_id_channel_source_key" ON "consent"("contact_id", "channel", "source");

-- CreateIndex
CREATE INDEX "import_created_by_id_idx" ON "import"("created_by_id");

-- CreateIndex
CREATE INDEX "import_contact_contact_id_idx" ON "import_contact"("contact_id");

-- CreateIndex
CREATE INDEX "campaign_created_at_id_idx" ON "campaign"("created_at", "id");

-- CreateIndex
CREATE INDEX "campaign_import_id_idx" ON "campaign"("import_id");

-- CreateIndex
CREATE INDEX "campaign_owner_id_idx" ON "campaign"("owner_id");

-- CreateIndex
CREATE UNIQUE INDEX "campaign_version_campaign_id_number_key" ON "campaign_version"("campaign_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "step_campaign_version_id_position_key" ON "step"("campaign_version_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "enrollment_reply_token_key" ON "enrollment"("reply_token");

-- CreateIndex
CREATE INDEX "enrollment_contact_id_idx" ON "enrollment"("contact_id");

-- CreateIndex
CREATE INDEX "enrollment_campaign_version_id_idx" ON "enrollment"("campaign_version_id");

-- CreateIndex
CREATE INDEX "enrollment_campaign_id_created_at_id_idx" ON "enrollment"("campaign_id", "created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "message_provider_message_id_key" ON "message"("provider_message_id");

-- CreateIndex
CREATE INDEX "message_contact_id_idx" ON "message"("contact_id");

-- CreateIndex
CREATE INDEX "message_handover_id_thread_ts_idx" ON "message"("handover_id", "thread_ts");

-- CreateIndex
CREATE INDEX "message_created_at_id_idx" ON "message"("created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "message_enrollment_id_step_id_key" ON "message"("enrollment_id", "step_id");

-- CreateIndex
CREATE INDEX "event_message_id_type_idx" ON "event"("message_id", "type");

-- CreateIndex
CREATE UNIQUE INDEX "event_webhook_delivery_id_key" ON "event"("webhook_delivery_id");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_delivery_source_dedupe_key_key" ON "webhook_delivery"("source", "dedupe_key");

-- CreateIndex
CREATE UNIQUE INDEX "reply_message_id_key" ON "reply"("message_id");

-- CreateIndex
CREATE INDEX "reply_enrollment_id_idx" ON "reply"("enrollment_id");

-- CreateIndex
CREATE INDEX "reply_campaign_id_idx" ON "reply"("campaign_id");

-- CreateIndex
CREATE INDEX "reply_contact_id_idx" ON "reply"("contact_id");

-- CreateIndex
CREATE INDEX "reply_created_at_id_idx" ON "reply"("created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "assessment_reply_id_key" ON "assessment"("reply_id");

-- CreateIndex
CREATE INDEX "handover_campaign_id_idx" ON "handover"("campaign_id");

-- CreateIndex
CREATE INDEX "handover_enrollment_id_idx" ON "handover"("enrollment_id");

-- CreateIndex
CREATE INDEX "handover_reply_id_idx" ON "handover"("reply_id");

-- CreateIndex
CREATE INDEX "handover_claimed_by_id_idx" ON "handover"("claimed_by_id");

-- CreateIndex
CREATE INDEX "handover_created_at_id_idx" ON "handover"("created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "handover_channel_id_card_ts_key" ON "handover"("channel_id", "card_ts");

-- CreateIndex
CREATE UNIQUE INDEX "suppression_channel_address_key" ON "suppression"("channel", "address");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_hash_key" ON "api_token"("hash");

-- CreateIndex
CREATE INDEX "audit_entry_subject_subject_id_idx" ON "audit_entry"("subject", "subject_id");

-- AddForeignKey
ALTER TABLE "consent" ADD CONSTRAINT "consent_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consent" ADD CONSTRAINT "consent_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "import"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import" ADD CONSTRAINT "import_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "member"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_contact" ADD CONSTRAINT "import_contact_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "import"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_contact" ADD CONSTRAINT "import_contact_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_refusal" ADD CONSTRAINT "import_refusal_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "import"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign" ADD CONSTRAINT "campaign_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "import"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign" ADD CONSTRAINT "campaign_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "member"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_version" ADD CONSTRAINT "campaign_version_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "step" ADD CONSTRAINT "step_campaign_version_id_fkey" FOREIGN KEY ("campaign_version_id") REFERENCES "campaign_version"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "enrollment" ADD CONSTRAINT "enrollment_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "enrollment" ADD CONSTRAINT "enrollment_campaign_version_id_fkey" FOREIGN KEY ("campaign_version_id") REFERENCES "campaign_version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "enrollment" ADD CONSTRAINT "enrollment_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "enrollment" ADD CONSTRAINT "enrollment_step_id_fkey" FOREIGN KEY ("step_id") REFERENCES "step"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_enrollment_id_fkey" FOREIGN KEY ("enrollment_id") REFERENCES "enrollment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_step_id_fkey" FOREIGN KEY ("step_id") REFERENCES "step"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_handover_id_fkey" FOREIGN KEY ("handover_id") REFERENCES "handover"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event" ADD CONSTRAINT "event_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "message"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event" ADD CONSTRAINT "event_webhook_delivery_id_fkey" FOREIGN KEY ("webhook_delivery_id") REFERENCES "webhook_delivery"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reply" ADD CONSTRAINT "reply_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "message"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reply" ADD CONSTRAINT "reply_enrollment_id_fkey" FOREIGN KEY ("enrollment_id") REFERENCES "enrollment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reply" ADD CONSTRAINT "reply_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reply" ADD CONSTRAINT "reply_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assessment" ADD CONSTRAINT "assessment_reply_id_fkey" FOREIGN KEY ("reply_id") REFERENCES "reply"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "handover" ADD CONSTRAINT "handover_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "handover" ADD CONSTRAINT "handover_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "handover" ADD CONSTRAINT "handover_enrollment_id_fkey" FOREIGN KEY ("enrollment_id") REFERENCES "enrollment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "handover" ADD CONSTRAINT "handover_reply_id_fkey" FOREIGN KEY ("reply_id") REFERENCES "reply"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "handover" ADD CONSTRAINT "handover_claimed_by_id_fkey" FOREIGN KEY ("claimed_by_id") REFERENCES "member"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Beyond the schema file ---------------------------------------------------------------------------------------------

-- One active enrollment of a contact per campaign; coming back later is a new enrollment.
CREATE UNIQUE INDEX "enrollment_active_key" ON "enrollment" ("campaign_id", "contact_id") WHERE "status" IN ('active', 'paused');

-- Due work of one campaign, oldest first: the claim's only way in.
CREATE INDEX "enrollment_due_idx" ON "enrollment" ("campaign_id", "next_at") WHERE "status" = 'active' AND "next_at" IS NOT NULL;

-- Messages whose fate is open: what the reconciler looks through, and whether a campaign is finished.
CREATE INDEX "message_open_idx" ON "message" ("claimed_at") WHERE "state" IN ('sending', 'unknown');

-- The states of one campaign's messages, counted for its card and for the end of the campaign.
CREATE INDEX "message_campaign_state_idx" ON "message" ("campaign_id", "state");

-- Inbound mail is threaded by the Message-ID that it answers.
CREATE INDEX "message_internet_message_id_idx" ON "message" ("internet_message_id") WHERE "internet_message_id" IS NOT NULL;

-- A contact has at most one handover that somebody should be working on.
CREATE UNIQUE INDEX "handover_open_key" ON "handover" ("contact_id") WHERE "status" IN ('open', 'claimed');

-- What came in and is not applied yet.
CREATE INDEX "webhook_delivery_pending_idx" ON "webhook_delivery" ("source", "received_at") WHERE "applied_at" IS NULL;

-- Addresses are compared as they are stored: case-folded.
ALTER TABLE "contact" ADD CONSTRAINT "contact_email_folded" CHECK ("email" = lower("email"));
ALTER TABLE "suppression" ADD CONSTRAINT "suppression_address_folded" CHECK ("address" = lower("address"));

-- An outbound message is with the provider only under an attempt.
ALTER TABLE "message" ADD CONSTRAINT "message_sending_has_attempt" CHECK ("state" <> 'sending' OR "attempt" IS NOT NULL);
