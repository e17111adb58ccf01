CREATE TABLE "run_key_counts" (
	"project_id" integer NOT NULL,
	"counted_at" timestamp (3) with time zone NOT NULL,
	"took_ms" integer NOT NULL,
	"stale" boolean DEFAULT false NOT NULL,
	CONSTRAINT "run_key_counts_project_id_pk" PRIMARY KEY("project_id")
);
--> statement-breakpoint
CREATE TABLE "run_keys" (
	"project_id" integer NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"runs" integer NOT NULL,
	CONSTRAINT "run_keys_project_id_kind_key_pk" PRIMARY KEY("project_id","kind","key")
);
--> statement-breakpoint
CREATE TABLE "run_wire" (
	"project_id" integer NOT NULL,
	"run_id" text NOT NULL,
	"version" text NOT NULL,
	"data" text NOT NULL,
	CONSTRAINT "run_wire_project_id_run_id_pk" PRIMARY KEY("project_id","run_id")
);
--> statement-breakpoint
DROP INDEX "runs_page_idx";--> statement-breakpoint
DROP INDEX "runs_experiment_page_idx";--> statement-breakpoint
CREATE INDEX "runs_params_idx" ON "runs" USING gin (("params" || ('{"":' || "project_id"::text || '}')::jsonb) jsonb_path_ops);--> statement-breakpoint
CREATE INDEX "runs_parent_idx" ON "runs" USING btree ("project_id",("tags"->>'mlflow.parentRunId')) WHERE ("runs"."tags"->>'mlflow.parentRunId') is not null;--> statement-breakpoint
CREATE INDEX "runs_page_idx" ON "runs" USING btree ("project_id","started_at" DESC NULLS LAST,"id" DESC NULLS LAST,"archived_at");--> statement-breakpoint
CREATE INDEX "runs_experiment_page_idx" ON "runs" USING btree ("project_id","experiment_id","started_at" DESC NULLS LAST,"id" DESC NULLS LAST,"archived_at");
--> statement-breakpoint
-- Reads decompress it a thousand times a search: lz4 does that several times faster, where the server has it.
DO $$ BEGIN
  ALTER TABLE "run_wire" ALTER COLUMN "data" SET COMPRESSION lz4;
EXCEPTION WHEN OTHERS THEN NULL;
END $$;
--> statement-breakpoint
INSERT INTO "run_keys" ("project_id", "kind", "key", "runs")
SELECT "project_id", 'metric', "key", count(*) FROM "run_metrics" GROUP BY 1, 3
UNION ALL SELECT "project_id", 'param', k, count(*) FROM "runs", jsonb_object_keys("params") k GROUP BY 1, 3
UNION ALL SELECT "project_id", 'tag', k, count(*) FROM "runs", jsonb_object_keys("tags") k GROUP BY 1, 3;
--> statement-breakpoint
INSERT INTO "run_key_counts" ("project_id", "counted_at", "took_ms", "stale")
SELECT DISTINCT "project_id", now(), 0, false FROM "run_keys";
