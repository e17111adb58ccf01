CREATE TABLE "policy_backtests" (
	"project_id" integer NOT NULL,
	"id" text NOT NULL,
	"draft_id" text NOT NULL,
	"report" jsonb NOT NULL,
	"digest" text NOT NULL,
	"ran_by" text NOT NULL,
	"ran_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "policy_backtests_project_id_id_pk" PRIMARY KEY("project_id","id")
);
--> statement-breakpoint
CREATE TABLE "policy_retirements" (
	"project_id" integer NOT NULL,
	"policy_version_id" text NOT NULL,
	"policy_id" text NOT NULL,
	"proposed_by" text NOT NULL,
	"approved_by" text NOT NULL,
	"draft_id" text NOT NULL,
	"reason" text NOT NULL,
	"retired_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "policy_retirements_project_id_policy_version_id_pk" PRIMARY KEY("project_id","policy_version_id")
);
--> statement-breakpoint
ALTER TABLE "policy_drafts" ADD COLUMN "kind" text DEFAULT 'version' NOT NULL;--> statement-breakpoint
ALTER TABLE "policy_backtests" ADD CONSTRAINT "policy_backtests_ran_by_users_id_fk" FOREIGN KEY ("ran_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_backtests" ADD CONSTRAINT "policy_backtests_project_id_draft_id_policy_drafts_project_id_id_fk" FOREIGN KEY ("project_id","draft_id") REFERENCES "public"."policy_drafts"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_retirements" ADD CONSTRAINT "policy_retirements_proposed_by_users_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_retirements" ADD CONSTRAINT "policy_retirements_approved_by_users_id_fk" FOREIGN KEY ("approved_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_retirements" ADD CONSTRAINT "policy_retirements_project_id_policy_version_id_policy_versions_project_id_id_fk" FOREIGN KEY ("project_id","policy_version_id") REFERENCES "public"."policy_versions"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_retirements" ADD CONSTRAINT "policy_retirements_project_id_draft_id_policy_drafts_project_id_id_fk" FOREIGN KEY ("project_id","draft_id") REFERENCES "public"."policy_drafts"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "policy_backtests_draft_idx" ON "policy_backtests" USING btree ("project_id","draft_id","ran_at" DESC NULLS LAST);--> statement-breakpoint
CREATE TRIGGER policy_backtests_append_only BEFORE UPDATE OR DELETE ON policy_backtests
  FOR EACH ROW EXECUTE FUNCTION countersign_append_only();
--> statement-breakpoint
ALTER TABLE policy_backtests ENABLE ALWAYS TRIGGER policy_backtests_append_only;
--> statement-breakpoint
CREATE TRIGGER policy_retirements_append_only BEFORE UPDATE OR DELETE ON policy_retirements
  FOR EACH ROW EXECUTE FUNCTION countersign_append_only();
--> statement-breakpoint
ALTER TABLE policy_retirements ENABLE ALWAYS TRIGGER policy_retirements_append_only;
--> statement-breakpoint
-- A policy ends as it changes: on an approved proposal of its newest version.
CREATE FUNCTION countersign_require_two_to_retire() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM policy_drafts d
    JOIN policy_decisions a ON a.project_id = d.project_id AND a.draft_id = d.id
      AND a.kind = 'approve' AND a.subject_digest = d.subject_digest AND a.user_id = NEW.approved_by
    JOIN policy_versions v ON v.project_id = d.project_id AND v.id = NEW.policy_version_id
      AND v.policy_id = NEW.policy_id AND v.digest = d.subject ->> 'policyDigest'
    WHERE d.project_id = NEW.project_id AND d.id = NEW.draft_id AND d.state = 'proposed' AND d.kind = 'retirement'
      AND d.proposed_by = NEW.proposed_by AND d.policy_id = NEW.policy_id
      AND NOT EXISTS (
        SELECT 1 FROM policy_versions later
        WHERE later.project_id = v.project_id AND later.policy_id = v.policy_id AND later.version > v.version
      )
  ) THEN
    RAISE EXCEPTION 'policy % has no proposal to retire it that a second person approved', NEW.policy_id
      USING ERRCODE = 'CS005';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER policy_retirements_two_people BEFORE INSERT ON policy_retirements
  FOR EACH ROW EXECUTE FUNCTION countersign_require_two_to_retire();
--> statement-breakpoint
ALTER TABLE policy_retirements ENABLE ALWAYS TRIGGER policy_retirements_two_people;
--> statement-breakpoint
CREATE FUNCTION countersign_keep_draft_kind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.kind IS DISTINCT FROM OLD.kind THEN
    RAISE EXCEPTION 'draft % is a %: it stays one', OLD.id, OLD.kind USING ERRCODE = 'CS002';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER policy_drafts_kind BEFORE UPDATE ON policy_drafts
  FOR EACH ROW EXECUTE FUNCTION countersign_keep_draft_kind();
--> statement-breakpoint
ALTER TABLE policy_drafts ENABLE ALWAYS TRIGGER policy_drafts_kind;
--> statement-breakpoint
-- A proposal to retire publishes nothing.
CREATE FUNCTION countersign_require_version_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.draft_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM policy_drafts d WHERE d.project_id = NEW.project_id AND d.id = NEW.draft_id AND d.kind = 'version'
  ) THEN
    RAISE EXCEPTION 'draft % proposes no version', NEW.draft_id USING ERRCODE = 'CS005';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER policy_versions_from_version_draft BEFORE INSERT ON policy_versions
  FOR EACH ROW EXECUTE FUNCTION countersign_require_version_draft();
--> statement-breakpoint
ALTER TABLE policy_versions ENABLE ALWAYS TRIGGER policy_versions_from_version_draft;
