ALTER TABLE "run_metrics" DROP COLUMN "dataset_name";--> statement-breakpoint
ALTER TABLE "run_metrics" DROP COLUMN "dataset_digest";