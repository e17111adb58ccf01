ALTER TABLE "promotion_evaluations" ADD COLUMN "policy_version_id" text NOT NULL;--> statement-breakpoint
ALTER TABLE "promotion_evaluations" ADD COLUMN "subject" jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "promotion_evaluations" ADD COLUMN "subject_digest" text NOT NULL;