CREATE TABLE "source_experiments" (
	"project_id" integer NOT NULL,
	"source_id" text NOT NULL,
	"remote_id" text NOT NULL,
	"experiment_id" text NOT NULL,
	"is_wanted" boolean NOT NULL,
	"read_until" bigint,
	CONSTRAINT "source_experiments_project_id_source_id_remote_id_pk" PRIMARY KEY("project_id","source_id","remote_id")
);
--> statement-breakpoint
CREATE TABLE "source_models" (
	"project_id" integer NOT NULL,
	"source_id" text NOT NULL,
	"name" text NOT NULL,
	"description" text NOT NULL,
	"aliases" jsonb NOT NULL,
	"seen_in" integer NOT NULL,
	CONSTRAINT "source_models_project_id_source_id_name_pk" PRIMARY KEY("project_id","source_id","name")
);
--> statement-breakpoint
CREATE TABLE "source_runs" (
	"project_id" integer NOT NULL,
	"source_id" text NOT NULL,
	"run_id" text NOT NULL,
	"remote_experiment_id" text NOT NULL,
	"is_open" boolean NOT NULL,
	"taken_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "source_runs_project_id_source_id_run_id_pk" PRIMARY KEY("project_id","source_id","run_id")
);
--> statement-breakpoint
CREATE TABLE "source_skips" (
	"project_id" integer NOT NULL,
	"source_id" text NOT NULL,
	"kind" text NOT NULL,
	"remote_id" text NOT NULL,
	"name" text NOT NULL,
	"reason" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "source_skips_project_id_source_id_kind_remote_id_pk" PRIMARY KEY("project_id","source_id","kind","remote_id")
);
--> statement-breakpoint
CREATE TABLE "source_syncs" (
	"project_id" integer NOT NULL,
	"source_id" text NOT NULL,
	"number" integer NOT NULL,
	"is_full" boolean NOT NULL,
	"state" text NOT NULL,
	"cursor" jsonb NOT NULL,
	"counts" jsonb NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"moved_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "source_syncs_project_id_source_id_number_pk" PRIMARY KEY("project_id","source_id","number")
);
--> statement-breakpoint
CREATE TABLE "source_versions" (
	"project_id" integer NOT NULL,
	"source_id" text NOT NULL,
	"model" text NOT NULL,
	"version" integer NOT NULL,
	"run_id" text NOT NULL,
	"location" text NOT NULL,
	"stage" text NOT NULL,
	"description" text NOT NULL,
	"created_at" timestamp (3) with time zone,
	"seen_in" integer NOT NULL,
	CONSTRAINT "source_versions_project_id_source_id_model_version_pk" PRIMARY KEY("project_id","source_id","model","version")
);
--> statement-breakpoint
CREATE TABLE "sources" (
	"project_id" integer NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"url" text NOT NULL,
	"auth" text NOT NULL,
	"user_name" text DEFAULT '' NOT NULL,
	"secret" text DEFAULT '' NOT NULL,
	"secret_env" text,
	"experiments" text[] NOT NULL,
	"is_enabled" boolean DEFAULT true NOT NULL,
	"next_sync_at" timestamp (3) with time zone,
	"claimed_until" timestamp (3) with time zone,
	"failures" integer DEFAULT 0 NOT NULL,
	"failure" text,
	"failing_since" timestamp (3) with time zone,
	"lock_version" integer DEFAULT 0 NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "sources_project_id_id_pk" PRIMARY KEY("project_id","id"),
	CONSTRAINT "sources_secret_check" CHECK ("sources"."secret" = '' or "sources"."secret_env" is null)
);
--> statement-breakpoint
ALTER TABLE "source_experiments" ADD CONSTRAINT "source_experiments_project_id_source_id_sources_project_id_id_fk" FOREIGN KEY ("project_id","source_id") REFERENCES "public"."sources"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_models" ADD CONSTRAINT "source_models_project_id_source_id_sources_project_id_id_fk" FOREIGN KEY ("project_id","source_id") REFERENCES "public"."sources"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_runs" ADD CONSTRAINT "source_runs_project_id_source_id_sources_project_id_id_fk" FOREIGN KEY ("project_id","source_id") REFERENCES "public"."sources"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_skips" ADD CONSTRAINT "source_skips_project_id_source_id_sources_project_id_id_fk" FOREIGN KEY ("project_id","source_id") REFERENCES "public"."sources"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_syncs" ADD CONSTRAINT "source_syncs_project_id_source_id_sources_project_id_id_fk" FOREIGN KEY ("project_id","source_id") REFERENCES "public"."sources"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_versions" ADD CONSTRAINT "source_versions_project_id_source_id_sources_project_id_id_fk" FOREIGN KEY ("project_id","source_id") REFERENCES "public"."sources"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sources" ADD CONSTRAINT "sources_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sources" ADD CONSTRAINT "sources_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "source_runs_run_idx" ON "source_runs" USING btree ("project_id","run_id");--> statement-breakpoint
CREATE INDEX "source_runs_open_idx" ON "source_runs" USING btree ("project_id","source_id","run_id") WHERE "source_runs"."is_open";--> statement-breakpoint
CREATE INDEX "source_skips_list_idx" ON "source_skips" USING btree ("project_id","source_id","at" DESC NULLS LAST,"kind","remote_id");--> statement-breakpoint
CREATE UNIQUE INDEX "source_syncs_one_key" ON "source_syncs" USING btree ("project_id","source_id") WHERE "source_syncs"."state" = 'running';--> statement-breakpoint
CREATE INDEX "source_versions_run_idx" ON "source_versions" USING btree ("project_id","run_id");--> statement-breakpoint
CREATE UNIQUE INDEX "sources_name_key" ON "sources" USING btree ("project_id","name") WHERE "sources"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "sources_due_idx" ON "sources" USING btree ("next_sync_at") WHERE "sources"."next_sync_at" is not null;