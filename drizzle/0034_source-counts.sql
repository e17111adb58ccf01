ALTER TABLE "logged_models" ADD COLUMN "source_id" text;--> statement-breakpoint
ALTER TABLE "logged_models" ADD COLUMN "artifact_uri" text;--> statement-breakpoint
ALTER TABLE "sources" ADD COLUMN "run_count" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sources" ADD COLUMN "skip_count" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
UPDATE "sources" SET
  "run_count" = (SELECT count(*) FROM "source_runs" r WHERE r."project_id" = "sources"."project_id" AND r."source_id" = "sources"."id"),
  "skip_count" = (SELECT count(*) FROM "source_skips" s WHERE s."project_id" = "sources"."project_id" AND s."source_id" = "sources"."id");
