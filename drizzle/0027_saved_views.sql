CREATE TABLE "saved_views" (
	"project_id" integer NOT NULL,
	"id" text NOT NULL,
	"experiment_id" text,
	"name" text NOT NULL,
	"owner_user_id" text,
	"params" jsonb NOT NULL,
	"is_default" boolean DEFAULT false NOT NULL,
	"updated_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "saved_views_project_id_id_pk" PRIMARY KEY("project_id","id")
);
--> statement-breakpoint
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_owner_user_id_users_id_fk" FOREIGN KEY ("owner_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_updated_by_users_id_fk" FOREIGN KEY ("updated_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "saved_views_name_key" ON "saved_views" USING btree ("project_id",coalesce("experiment_id", ''),coalesce("owner_user_id", ''),lower("name"));--> statement-breakpoint
CREATE UNIQUE INDEX "saved_views_default_key" ON "saved_views" USING btree ("project_id",coalesce("experiment_id", ''),coalesce("owner_user_id", '')) WHERE "saved_views"."is_default";--> statement-breakpoint
CREATE INDEX "saved_views_place_idx" ON "saved_views" USING btree ("project_id","experiment_id");--> statement-breakpoint
CREATE INDEX "runs_commit_idx" ON "runs" USING btree ("project_id","code_commit" text_pattern_ops) WHERE "runs"."code_commit" is not null;--> statement-breakpoint
CREATE INDEX "runs_digest_idx" ON "runs" USING btree ("project_id","content_digest" text_pattern_ops) WHERE "runs"."content_digest" is not null;