CREATE TABLE "policy_decisions" (
	"project_id" integer NOT NULL,
	"id" text NOT NULL,
	"draft_id" text NOT NULL,
	"kind" text NOT NULL,
	"person_id" text NOT NULL,
	"user_id" text NOT NULL,
	"comment" text NOT NULL,
	"subject_digest" text NOT NULL,
	"signature" jsonb NOT NULL,
	"decided_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "policy_decisions_project_id_id_pk" PRIMARY KEY("project_id","id")
);
--> statement-breakpoint
CREATE TABLE "policy_draft_editors" (
	"project_id" integer NOT NULL,
	"draft_id" text NOT NULL,
	"person_id" text NOT NULL,
	"user_id" text NOT NULL,
	"added_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "policy_draft_editors_project_id_draft_id_person_id_pk" PRIMARY KEY("project_id","draft_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "policy_drafts" (
	"project_id" integer NOT NULL,
	"id" text NOT NULL,
	"number" integer NOT NULL,
	"policy_id" text,
	"name" text NOT NULL,
	"base_version_id" text,
	"source" text NOT NULL,
	"state" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"reason" text,
	"subject" jsonb,
	"subject_digest" text,
	"proposed_by" text,
	"proposed_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"closed_reason" text,
	"published_version_id" text,
	"lock_version" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "policy_drafts_project_id_id_pk" PRIMARY KEY("project_id","id")
);
--> statement-breakpoint
ALTER TABLE "policy_versions" ADD COLUMN "source" text;--> statement-breakpoint
ALTER TABLE "policy_versions" ADD COLUMN "approved_by" text;--> statement-breakpoint
ALTER TABLE "policy_versions" ADD COLUMN "draft_id" text;--> statement-breakpoint
ALTER TABLE "policy_decisions" ADD CONSTRAINT "policy_decisions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_decisions" ADD CONSTRAINT "policy_decisions_project_id_draft_id_policy_drafts_project_id_id_fk" FOREIGN KEY ("project_id","draft_id") REFERENCES "public"."policy_drafts"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_draft_editors" ADD CONSTRAINT "policy_draft_editors_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_draft_editors" ADD CONSTRAINT "policy_draft_editors_project_id_draft_id_policy_drafts_project_id_id_fk" FOREIGN KEY ("project_id","draft_id") REFERENCES "public"."policy_drafts"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_drafts" ADD CONSTRAINT "policy_drafts_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_drafts" ADD CONSTRAINT "policy_drafts_proposed_by_users_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_drafts" ADD CONSTRAINT "policy_drafts_project_id_policy_id_policies_project_id_id_fk" FOREIGN KEY ("project_id","policy_id") REFERENCES "public"."policies"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "policy_decisions_draft_idx" ON "policy_decisions" USING btree ("project_id","draft_id");--> statement-breakpoint
CREATE UNIQUE INDEX "policy_drafts_number_key" ON "policy_drafts" USING btree ("project_id","number");--> statement-breakpoint
CREATE INDEX "policy_drafts_state_idx" ON "policy_drafts" USING btree ("project_id","state","updated_at" DESC NULLS LAST);--> statement-breakpoint
ALTER TABLE "policy_versions" ADD CONSTRAINT "policy_versions_approved_by_users_id_fk" FOREIGN KEY ("approved_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- The second line of defence: what commands already refuse, the database refuses too.
CREATE FUNCTION countersign_refuse_own_policy() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE proposal policy_drafts%ROWTYPE;
BEGIN
  SELECT * INTO proposal FROM policy_drafts d WHERE d.project_id = NEW.project_id AND d.id = NEW.draft_id;
  IF proposal.state IS DISTINCT FROM 'proposed' OR proposal.subject_digest IS DISTINCT FROM NEW.subject_digest THEN
    RAISE EXCEPTION 'draft % is not proposed with the digest that was signed', NEW.draft_id USING ERRCODE = 'CS004';
  END IF;
  IF EXISTS (
    SELECT 1 FROM policy_draft_editors e
    WHERE e.project_id = NEW.project_id AND e.draft_id = NEW.draft_id AND e.person_id = NEW.person_id
  ) OR EXISTS (
    SELECT 1 FROM users u WHERE u.id = proposal.proposed_by AND u.person_id = NEW.person_id
  ) THEN
    RAISE EXCEPTION 'person % wrote draft % and may not decide on it', NEW.person_id, NEW.draft_id USING ERRCODE = 'CS001';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM users u WHERE u.id = NEW.user_id AND u.person_id = NEW.person_id) THEN
    RAISE EXCEPTION 'account % is not of person %', NEW.user_id, NEW.person_id USING ERRCODE = 'CS001';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER policy_decisions_conflict BEFORE INSERT ON policy_decisions
  FOR EACH ROW EXECUTE FUNCTION countersign_refuse_own_policy();
--> statement-breakpoint
ALTER TABLE policy_decisions ENABLE ALWAYS TRIGGER policy_decisions_conflict;
--> statement-breakpoint
CREATE TRIGGER policy_decisions_append_only BEFORE UPDATE OR DELETE ON policy_decisions
  FOR EACH ROW EXECUTE FUNCTION countersign_append_only();
--> statement-breakpoint
ALTER TABLE policy_decisions ENABLE ALWAYS TRIGGER policy_decisions_append_only;
--> statement-breakpoint
CREATE TRIGGER policy_draft_editors_append_only BEFORE UPDATE OR DELETE ON policy_draft_editors
  FOR EACH ROW EXECUTE FUNCTION countersign_append_only();
--> statement-breakpoint
ALTER TABLE policy_draft_editors ENABLE ALWAYS TRIGGER policy_draft_editors_append_only;
--> statement-breakpoint
CREATE FUNCTION countersign_keep_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state IN ('published', 'withdrawn', 'rejected') THEN
    RAISE EXCEPTION 'draft % is %: it stays as it is', OLD.id, OLD.state USING ERRCODE = 'CS002';
  END IF;
  IF NEW.state IN ('proposed', 'published') AND OLD.state = 'proposed'
    AND (NEW.source, NEW.name, NEW.policy_id, NEW.subject, NEW.subject_digest, NEW.proposed_by)
      IS DISTINCT FROM (OLD.source, OLD.name, OLD.policy_id, OLD.subject, OLD.subject_digest, OLD.proposed_by)
    AND NOT (NEW.state = 'published' AND OLD.policy_id IS NULL
      AND (NEW.source, NEW.name, NEW.subject, NEW.subject_digest, NEW.proposed_by)
        IS NOT DISTINCT FROM (OLD.source, OLD.name, OLD.subject, OLD.subject_digest, OLD.proposed_by))
  THEN
    RAISE EXCEPTION 'a changed draft is no longer the proposal that was made' USING ERRCODE = 'CS002';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER policy_drafts_kept BEFORE UPDATE ON policy_drafts
  FOR EACH ROW EXECUTE FUNCTION countersign_keep_draft();
--> statement-breakpoint
ALTER TABLE policy_drafts ENABLE ALWAYS TRIGGER policy_drafts_kept;
--> statement-breakpoint
CREATE TRIGGER policy_drafts_no_delete BEFORE DELETE ON policy_drafts
  FOR EACH ROW EXECUTE FUNCTION countersign_append_only();
--> statement-breakpoint
ALTER TABLE policy_drafts ENABLE ALWAYS TRIGGER policy_drafts_no_delete;
--> statement-breakpoint
CREATE FUNCTION countersign_require_two_for_policy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.published_by IS NULL AND NEW.approved_by IS NULL AND NEW.draft_id IS NULL THEN
    IF NEW.version <> 1 THEN
      RAISE EXCEPTION 'only the first version of a policy may come from the installation' USING ERRCODE = 'CS005';
    END IF;
    RETURN NEW;
  END IF;
  IF NOT EXISTS (
    SELECT 1 FROM policy_drafts d
    JOIN policy_decisions a ON a.project_id = d.project_id AND a.draft_id = d.id
      AND a.kind = 'approve' AND a.subject_digest = d.subject_digest AND a.user_id = NEW.approved_by
    WHERE d.project_id = NEW.project_id AND d.id = NEW.draft_id AND d.state = 'proposed'
      AND d.proposed_by = NEW.published_by AND d.subject ->> 'policyDigest' = NEW.digest
      AND (d.policy_id IS NULL OR d.policy_id = NEW.policy_id)
  ) THEN
    RAISE EXCEPTION 'version % of policy % has no proposal that a second person approved', NEW.version, NEW.policy_id
      USING ERRCODE = 'CS005';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER policy_versions_two_people BEFORE INSERT ON policy_versions
  FOR EACH ROW EXECUTE FUNCTION countersign_require_two_for_policy();
--> statement-breakpoint
ALTER TABLE policy_versions ENABLE ALWAYS TRIGGER policy_versions_two_people;
