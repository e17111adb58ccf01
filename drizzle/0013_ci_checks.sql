CREATE TABLE "ci_checks" (
	"project_id" integer NOT NULL,
	"id" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"commit" text,
	"commit_key" text,
	"version_id" text,
	"status" text NOT NULL,
	"summary" text DEFAULT '' NOT NULL,
	"url" text,
	"counts" jsonb,
	"seconds" double precision,
	"cases" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"cases_left_out" integer DEFAULT 0 NOT NULL,
	"ran_at" timestamp (3) with time zone NOT NULL,
	"reported_at" timestamp (3) with time zone NOT NULL,
	"token_id" text,
	"user_id" text,
	"digest" text NOT NULL,
	"superseded_at" timestamp (3) with time zone,
	CONSTRAINT "ci_checks_project_id_id_pk" PRIMARY KEY("project_id","id"),
	CONSTRAINT "ci_checks_one_subject" CHECK (("ci_checks"."commit" is null) <> ("ci_checks"."version_id" is null)),
	CONSTRAINT "ci_checks_commit_has_key" CHECK (("ci_checks"."commit" is null) = ("ci_checks"."commit_key" is null)),
	CONSTRAINT "ci_checks_url_is_web" CHECK ("ci_checks"."url" ~ '^https?://')
);
--> statement-breakpoint
ALTER TABLE "ci_checks" ADD CONSTRAINT "ci_checks_token_id_api_tokens_id_fk" FOREIGN KEY ("token_id") REFERENCES "public"."api_tokens"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ci_checks" ADD CONSTRAINT "ci_checks_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ci_checks" ADD CONSTRAINT "ci_checks_project_id_version_id_model_versions_project_id_id_fk" FOREIGN KEY ("project_id","version_id") REFERENCES "public"."model_versions"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "ci_checks_current_key" ON "ci_checks" USING btree ("project_id","kind","name",coalesce("commit", ''),coalesce("version_id", '')) WHERE "ci_checks"."superseded_at" is null;--> statement-breakpoint
CREATE INDEX "ci_checks_commit_idx" ON "ci_checks" USING btree ("project_id","commit_key","reported_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "ci_checks_version_idx" ON "ci_checks" USING btree ("project_id","version_id","reported_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "ci_checks_newest_idx" ON "ci_checks" USING btree ("project_id","reported_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
-- A report is evidence: it may be superseded once, never changed and never removed.
CREATE FUNCTION countersign_keep_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a check report stays on record' USING ERRCODE = 'CS007';
  END IF;
  IF OLD.superseded_at IS NOT NULL
    OR (to_jsonb(NEW) - 'superseded_at') IS DISTINCT FROM (to_jsonb(OLD) - 'superseded_at')
  THEN
    RAISE EXCEPTION 'a check report may be superseded, never change' USING ERRCODE = 'CS007';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER ci_checks_keep BEFORE UPDATE OR DELETE ON ci_checks
  FOR EACH ROW EXECUTE FUNCTION countersign_keep_check();
--> statement-breakpoint
ALTER TABLE ci_checks ENABLE ALWAYS TRIGGER ci_checks_keep;
