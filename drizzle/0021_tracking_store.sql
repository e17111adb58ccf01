CREATE TABLE "metric_series" (
	"project_id" integer NOT NULL,
	"run_id" text NOT NULL,
	"key" text NOT NULL,
	"points" bigint NOT NULL,
	"folded_step" bigint,
	"stale" boolean DEFAULT false NOT NULL,
	"rollup" "bytea",
	CONSTRAINT "metric_series_project_id_run_id_key_pk" PRIMARY KEY("project_id","run_id","key")
);
--> statement-breakpoint
CREATE TABLE "input_datasets" (
	"project_id" integer NOT NULL,
	"experiment_id" text NOT NULL,
	"name" text NOT NULL,
	"digest" text NOT NULL,
	"source_type" text NOT NULL,
	"source" text NOT NULL,
	"schema" text,
	"profile" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "input_datasets_project_id_experiment_id_name_digest_pk" PRIMARY KEY("project_id","experiment_id","name","digest")
);
--> statement-breakpoint
CREATE TABLE "run_inputs" (
	"project_id" integer NOT NULL,
	"run_id" text NOT NULL,
	"experiment_id" text NOT NULL,
	"name" text NOT NULL,
	"digest" text NOT NULL,
	"context" text,
	"tags" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"place" integer NOT NULL,
	CONSTRAINT "run_inputs_project_id_run_id_name_digest_pk" PRIMARY KEY("project_id","run_id","name","digest")
);
--> statement-breakpoint
CREATE TABLE "run_models" (
	"project_id" integer NOT NULL,
	"run_id" text NOT NULL,
	"role" text NOT NULL,
	"model_id" text NOT NULL,
	"step" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "run_models_project_id_run_id_role_model_id_pk" PRIMARY KEY("project_id","run_id","role","model_id")
);
--> statement-breakpoint
ALTER TABLE "runs" ALTER COLUMN "content_digest" DROP NOT NULL;
--> statement-breakpoint
ALTER TABLE "experiments" ADD COLUMN "artifact_location" text;
--> statement-breakpoint
ALTER TABLE "experiments" ADD COLUMN "tags" jsonb DEFAULT '{}'::jsonb NOT NULL;
--> statement-breakpoint
ALTER TABLE "experiments" ADD COLUMN "updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL;
--> statement-breakpoint
ALTER TABLE "experiments" ADD COLUMN "deleted_at" timestamp (3) with time zone;
--> statement-breakpoint
ALTER TABLE "run_metrics" ADD COLUMN "step" bigint DEFAULT 0 NOT NULL;
--> statement-breakpoint
ALTER TABLE "run_metrics" ADD COLUMN "at" bigint DEFAULT 0 NOT NULL;
--> statement-breakpoint
ALTER TABLE "run_metrics" ADD COLUMN "points" bigint DEFAULT 0 NOT NULL;
--> statement-breakpoint
ALTER TABLE "run_metrics" ADD COLUMN "dataset_name" text;
--> statement-breakpoint
ALTER TABLE "run_metrics" ADD COLUMN "dataset_digest" text;
--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "reported_user" text;
--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "metric_marks" jsonb;
--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "metrics_packed" boolean DEFAULT true NOT NULL;
--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "artifact_uri" text;
--> statement-breakpoint
ALTER TABLE "input_datasets" ADD CONSTRAINT "input_datasets_project_id_experiment_id_experiments_project_id_id_fk" FOREIGN KEY ("project_id","experiment_id") REFERENCES "public"."experiments"("project_id","id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX "run_inputs_dataset_idx" ON "run_inputs" USING btree ("project_id","experiment_id","name","digest","context");
--> statement-breakpoint
CREATE INDEX "run_models_model_idx" ON "run_models" USING btree ("project_id","model_id");
--> statement-breakpoint
-- Points move into a table partitioned by hash of the run, with time and value in the key; a value that was not finite becomes NaN.
ALTER TABLE "metric_points" RENAME TO "metric_points_unpartitioned";
--> statement-breakpoint
CREATE TABLE "metric_points" (
	"project_id" integer NOT NULL,
	"run_id" text NOT NULL,
	"key" text NOT NULL,
	"step" bigint NOT NULL,
	"at" bigint DEFAULT 0 NOT NULL,
	"value" double precision NOT NULL,
	CONSTRAINT "metric_points_project_id_run_id_key_step_at_value_pk" PRIMARY KEY("project_id","run_id","key","step","at","value")
) PARTITION BY HASH ("run_id");
--> statement-breakpoint
CREATE TABLE "metric_points_0" PARTITION OF "metric_points" FOR VALUES WITH (MODULUS 8, REMAINDER 0);
--> statement-breakpoint
CREATE TABLE "metric_points_1" PARTITION OF "metric_points" FOR VALUES WITH (MODULUS 8, REMAINDER 1);
--> statement-breakpoint
CREATE TABLE "metric_points_2" PARTITION OF "metric_points" FOR VALUES WITH (MODULUS 8, REMAINDER 2);
--> statement-breakpoint
CREATE TABLE "metric_points_3" PARTITION OF "metric_points" FOR VALUES WITH (MODULUS 8, REMAINDER 3);
--> statement-breakpoint
CREATE TABLE "metric_points_4" PARTITION OF "metric_points" FOR VALUES WITH (MODULUS 8, REMAINDER 4);
--> statement-breakpoint
CREATE TABLE "metric_points_5" PARTITION OF "metric_points" FOR VALUES WITH (MODULUS 8, REMAINDER 5);
--> statement-breakpoint
CREATE TABLE "metric_points_6" PARTITION OF "metric_points" FOR VALUES WITH (MODULUS 8, REMAINDER 6);
--> statement-breakpoint
CREATE TABLE "metric_points_7" PARTITION OF "metric_points" FOR VALUES WITH (MODULUS 8, REMAINDER 7);
--> statement-breakpoint
INSERT INTO "metric_points" ("project_id", "run_id", "key", "step", "value")
SELECT "project_id", "run_id", "key", "step", coalesce("value", 'NaN') FROM "metric_points_unpartitioned" ORDER BY 1, 2, 3, 4;
--> statement-breakpoint
DROP TABLE "metric_points_unpartitioned";
--> statement-breakpoint
-- Packed binary: compressing it costs time and gains nothing.
ALTER TABLE "metric_series" ALTER COLUMN "rollup" SET STORAGE EXTERNAL;
--> statement-breakpoint
UPDATE "experiments" SET "updated_at" = "created_at";
