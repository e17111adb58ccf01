CREATE TABLE "comment_mentions" (
	"project_id" integer NOT NULL,
	"comment_id" text NOT NULL,
	"user_id" text NOT NULL,
	CONSTRAINT "comment_mentions_project_id_user_id_comment_id_pk" PRIMARY KEY("project_id","user_id","comment_id")
);
--> statement-breakpoint
CREATE TABLE "comment_revisions" (
	"project_id" integer NOT NULL,
	"comment_id" text NOT NULL,
	"revision" integer NOT NULL,
	"body" text NOT NULL,
	"written_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "comment_revisions_project_id_comment_id_revision_pk" PRIMARY KEY("project_id","comment_id","revision")
);
--> statement-breakpoint
CREATE TABLE "control_mappings" (
	"project_id" integer NOT NULL,
	"control_id" text NOT NULL,
	"framework" text NOT NULL,
	"reference" text NOT NULL,
	"title" text NOT NULL,
	"evidence" jsonb NOT NULL,
	"applies" boolean NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"edited_by" text NOT NULL,
	"edited_at" timestamp (3) with time zone NOT NULL,
	"lock_version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "control_mappings_project_id_control_id_pk" PRIMARY KEY("project_id","control_id")
);
--> statement-breakpoint
CREATE TABLE "control_notes" (
	"project_id" integer NOT NULL,
	"control_id" text NOT NULL,
	"model_id" text NOT NULL,
	"status" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"edited_by" text NOT NULL,
	"edited_at" timestamp (3) with time zone NOT NULL,
	"lock_version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "control_notes_project_id_control_id_model_id_pk" PRIMARY KEY("project_id","control_id","model_id")
);
--> statement-breakpoint
CREATE TABLE "finding_events" (
	"project_id" integer NOT NULL,
	"finding_id" text NOT NULL,
	"seq" integer NOT NULL,
	"kind" text NOT NULL,
	"from" text,
	"to" text NOT NULL,
	"note" text NOT NULL,
	"changes" jsonb NOT NULL,
	"user_id" text,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "finding_events_project_id_finding_id_seq_pk" PRIMARY KEY("project_id","finding_id","seq")
);
--> statement-breakpoint
CREATE TABLE "findings" (
	"project_id" integer NOT NULL,
	"id" text NOT NULL,
	"number" integer NOT NULL,
	"model_id" text NOT NULL,
	"version_id" text,
	"promotion_id" text,
	"gate_id" text,
	"slice" text,
	"thread_id" text,
	"title" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"severity" text NOT NULL,
	"state" text NOT NULL,
	"blocks" boolean NOT NULL,
	"owner_user_id" text NOT NULL,
	"due_on" date NOT NULL,
	"plan" text DEFAULT '' NOT NULL,
	"raised_by" text NOT NULL,
	"raised_at" timestamp (3) with time zone NOT NULL,
	"mitigated_by" text,
	"accepted_by" text,
	"accepted_until" date,
	"closed_by" text,
	"closed_at" timestamp (3) with time zone,
	"lock_version" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "findings_project_id_id_pk" PRIMARY KEY("project_id","id")
);
--> statement-breakpoint
CREATE TABLE "risk_assessment_authors" (
	"project_id" integer NOT NULL,
	"assessment_id" text NOT NULL,
	"revision" integer NOT NULL,
	"user_id" text NOT NULL,
	"edited_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "risk_assessment_authors_project_id_assessment_id_revision_user_id_pk" PRIMARY KEY("project_id","assessment_id","revision","user_id")
);
--> statement-breakpoint
CREATE TABLE "risk_assessment_revisions" (
	"project_id" integer NOT NULL,
	"assessment_id" text NOT NULL,
	"revision" integer NOT NULL,
	"state" text NOT NULL,
	"body" jsonb NOT NULL,
	"computed_tier" text,
	"tier" text,
	"owner_user_id" text,
	"validator_user_id" text,
	"review_due" date,
	"created_at" timestamp (3) with time zone NOT NULL,
	"submitted_by" text,
	"submitted_at" timestamp (3) with time zone,
	"sent_back_by" text,
	"sent_back_at" timestamp (3) with time zone,
	"sent_back_reason" text,
	"signed_by" text,
	"signed_at" timestamp (3) with time zone,
	"signature" jsonb,
	"superseded_at" timestamp (3) with time zone,
	"lock_version" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "risk_assessment_revisions_project_id_assessment_id_revision_pk" PRIMARY KEY("project_id","assessment_id","revision")
);
--> statement-breakpoint
CREATE TABLE "risk_assessments" (
	"project_id" integer NOT NULL,
	"id" text NOT NULL,
	"model_id" text NOT NULL,
	"version_id" text,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "risk_assessments_project_id_id_pk" PRIMARY KEY("project_id","id")
);
--> statement-breakpoint
CREATE TABLE "risk_review_triggers" (
	"project_id" integer NOT NULL,
	"id" text NOT NULL,
	"assessment_id" text NOT NULL,
	"kind" text NOT NULL,
	"reason" text NOT NULL,
	"raised_by" text,
	"raised_at" timestamp (3) with time zone NOT NULL,
	"answered_by" integer,
	CONSTRAINT "risk_review_triggers_project_id_id_pk" PRIMARY KEY("project_id","id")
);
--> statement-breakpoint
ALTER TABLE "comments" ADD COLUMN "thread_id" text;--> statement-breakpoint
UPDATE "comments" SET "thread_id" = "id";--> statement-breakpoint
ALTER TABLE "comments" ALTER COLUMN "thread_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "comments" ADD COLUMN "revision" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "comments" ADD COLUMN "edited_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "comments" ADD COLUMN "resolved_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "comments" ADD COLUMN "resolved_by" text;--> statement-breakpoint
ALTER TABLE "comment_mentions" ADD CONSTRAINT "comment_mentions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comment_mentions" ADD CONSTRAINT "comment_mentions_project_id_comment_id_comments_project_id_id_fk" FOREIGN KEY ("project_id","comment_id") REFERENCES "public"."comments"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comment_revisions" ADD CONSTRAINT "comment_revisions_project_id_comment_id_comments_project_id_id_fk" FOREIGN KEY ("project_id","comment_id") REFERENCES "public"."comments"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "control_mappings" ADD CONSTRAINT "control_mappings_edited_by_users_id_fk" FOREIGN KEY ("edited_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "control_notes" ADD CONSTRAINT "control_notes_edited_by_users_id_fk" FOREIGN KEY ("edited_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "control_notes" ADD CONSTRAINT "control_notes_project_id_model_id_models_project_id_id_fk" FOREIGN KEY ("project_id","model_id") REFERENCES "public"."models"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "finding_events" ADD CONSTRAINT "finding_events_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "finding_events" ADD CONSTRAINT "finding_events_project_id_finding_id_findings_project_id_id_fk" FOREIGN KEY ("project_id","finding_id") REFERENCES "public"."findings"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "findings" ADD CONSTRAINT "findings_owner_user_id_users_id_fk" FOREIGN KEY ("owner_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "findings" ADD CONSTRAINT "findings_raised_by_users_id_fk" FOREIGN KEY ("raised_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "findings" ADD CONSTRAINT "findings_mitigated_by_users_id_fk" FOREIGN KEY ("mitigated_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "findings" ADD CONSTRAINT "findings_accepted_by_users_id_fk" FOREIGN KEY ("accepted_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "findings" ADD CONSTRAINT "findings_closed_by_users_id_fk" FOREIGN KEY ("closed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "findings" ADD CONSTRAINT "findings_project_id_model_id_models_project_id_id_fk" FOREIGN KEY ("project_id","model_id") REFERENCES "public"."models"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "findings" ADD CONSTRAINT "findings_project_id_version_id_model_versions_project_id_id_fk" FOREIGN KEY ("project_id","version_id") REFERENCES "public"."model_versions"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "findings" ADD CONSTRAINT "findings_project_id_promotion_id_promotions_project_id_id_fk" FOREIGN KEY ("project_id","promotion_id") REFERENCES "public"."promotions"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "risk_assessment_authors" ADD CONSTRAINT "risk_assessment_authors_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "risk_assessment_authors" ADD CONSTRAINT "risk_assessment_authors_project_id_assessment_id_revision_risk_assessment_revisions_project_id_assessment_id_revision_fk" FOREIGN KEY ("project_id","assessment_id","revision") REFERENCES "public"."risk_assessment_revisions"("project_id","assessment_id","revision") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "risk_assessment_revisions" ADD CONSTRAINT "risk_assessment_revisions_owner_user_id_users_id_fk" FOREIGN KEY ("owner_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "risk_assessment_revisions" ADD CONSTRAINT "risk_assessment_revisions_validator_user_id_users_id_fk" FOREIGN KEY ("validator_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "risk_assessment_revisions" ADD CONSTRAINT "risk_assessment_revisions_submitted_by_users_id_fk" FOREIGN KEY ("submitted_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "risk_assessment_revisions" ADD CONSTRAINT "risk_assessment_revisions_sent_back_by_users_id_fk" FOREIGN KEY ("sent_back_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "risk_assessment_revisions" ADD CONSTRAINT "risk_assessment_revisions_signed_by_users_id_fk" FOREIGN KEY ("signed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "risk_assessment_revisions" ADD CONSTRAINT "risk_assessment_revisions_project_id_assessment_id_risk_assessments_project_id_id_fk" FOREIGN KEY ("project_id","assessment_id") REFERENCES "public"."risk_assessments"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "risk_assessments" ADD CONSTRAINT "risk_assessments_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "risk_assessments" ADD CONSTRAINT "risk_assessments_project_id_model_id_models_project_id_id_fk" FOREIGN KEY ("project_id","model_id") REFERENCES "public"."models"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "risk_assessments" ADD CONSTRAINT "risk_assessments_project_id_version_id_model_versions_project_id_id_fk" FOREIGN KEY ("project_id","version_id") REFERENCES "public"."model_versions"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "risk_review_triggers" ADD CONSTRAINT "risk_review_triggers_raised_by_users_id_fk" FOREIGN KEY ("raised_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "risk_review_triggers" ADD CONSTRAINT "risk_review_triggers_project_id_assessment_id_risk_assessments_project_id_id_fk" FOREIGN KEY ("project_id","assessment_id") REFERENCES "public"."risk_assessments"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "comment_mentions_comment_idx" ON "comment_mentions" USING btree ("project_id","comment_id");--> statement-breakpoint
CREATE UNIQUE INDEX "findings_number_key" ON "findings" USING btree ("project_id","number");--> statement-breakpoint
CREATE INDEX "findings_model_idx" ON "findings" USING btree ("project_id","model_id","state");--> statement-breakpoint
CREATE INDEX "findings_promotion_idx" ON "findings" USING btree ("project_id","promotion_id");--> statement-breakpoint
CREATE INDEX "findings_accepted_idx" ON "findings" USING btree ("accepted_until") WHERE "findings"."state" = 'accepted';--> statement-breakpoint
CREATE UNIQUE INDEX "risk_assessment_revisions_signed_key" ON "risk_assessment_revisions" USING btree ("project_id","assessment_id") WHERE "risk_assessment_revisions"."state" = 'signed_off';--> statement-breakpoint
CREATE UNIQUE INDEX "risk_assessment_revisions_open_key" ON "risk_assessment_revisions" USING btree ("project_id","assessment_id") WHERE "risk_assessment_revisions"."state" in ('draft', 'submitted');--> statement-breakpoint
CREATE UNIQUE INDEX "risk_assessments_subject_key" ON "risk_assessments" USING btree ("project_id","model_id",coalesce("version_id", ''));--> statement-breakpoint
CREATE INDEX "risk_review_triggers_assessment_idx" ON "risk_review_triggers" USING btree ("project_id","assessment_id","raised_at");--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_resolved_by_users_id_fk" FOREIGN KEY ("resolved_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_project_id_thread_id_comments_project_id_id_fk" FOREIGN KEY ("project_id","thread_id") REFERENCES "public"."comments"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE FUNCTION countersign_guard_assessment() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  model text;
  version text;
  signer text;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'draft' THEN
      RAISE EXCEPTION 'an assessment revision starts as a draft' USING ERRCODE = 'CS004';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.state = 'superseded' OR (OLD.state = 'signed_off' AND NEW.state <> 'superseded') THEN
    RAISE EXCEPTION 'a signed assessment never changes' USING ERRCODE = 'CS004';
  END IF;
  IF OLD.state = 'signed_off' AND
    (NEW.body, NEW.computed_tier, NEW.tier, NEW.owner_user_id, NEW.validator_user_id, NEW.review_due, NEW.submitted_by, NEW.submitted_at, NEW.signed_by, NEW.signed_at, NEW.signature)
    IS DISTINCT FROM
    (OLD.body, OLD.computed_tier, OLD.tier, OLD.owner_user_id, OLD.validator_user_id, OLD.review_due, OLD.submitted_by, OLD.submitted_at, OLD.signed_by, OLD.signed_at, OLD.signature)
  THEN
    RAISE EXCEPTION 'a signed assessment never changes' USING ERRCODE = 'CS004';
  END IF;
  IF OLD.state = 'submitted' AND
    (NEW.body, NEW.owner_user_id, NEW.validator_user_id) IS DISTINCT FROM (OLD.body, OLD.owner_user_id, OLD.validator_user_id)
  THEN
    RAISE EXCEPTION 'a submitted assessment is sent back before it changes' USING ERRCODE = 'CS004';
  END IF;
  IF NEW.state = 'signed_off' AND OLD.state <> 'signed_off' THEN
    IF OLD.state <> 'submitted' THEN
      RAISE EXCEPTION 'only a submitted assessment is signed off' USING ERRCODE = 'CS004';
    END IF;
    SELECT a.model_id, a.version_id INTO model, version FROM risk_assessments a
      WHERE a.project_id = NEW.project_id AND a.id = NEW.assessment_id;
    SELECT u.person_id INTO signer FROM users u WHERE u.id = NEW.signed_by;
    IF signer IS NULL OR NEW.signature IS NULL OR EXISTS (
      SELECT 1 FROM users u WHERE u.person_id = signer AND u.id IN (
        SELECT r.user_id FROM risk_assessment_authors r
          WHERE r.project_id = NEW.project_id AND r.assessment_id = NEW.assessment_id AND r.revision = NEW.revision
        UNION SELECT NEW.submitted_by
        UNION SELECT NEW.owner_user_id
        UNION SELECT m.owner_user_id FROM models m WHERE m.project_id = NEW.project_id AND m.id = model
        UNION SELECT v.registered_by FROM model_versions v
          WHERE v.project_id = NEW.project_id AND v.model_id = model AND (version IS NULL OR v.id = version)
        UNION SELECT runs.owner_user_id FROM model_versions v JOIN runs ON runs.project_id = v.project_id AND runs.id = v.run_id
          WHERE v.project_id = NEW.project_id AND v.model_id = model AND (version IS NULL OR v.id = version)
      )
    ) THEN
      RAISE EXCEPTION 'person % may not sign off assessment %', signer, NEW.assessment_id USING ERRCODE = 'CS005';
    END IF;
    IF NEW.validator_user_id IS NULL OR EXISTS (
      SELECT 1 FROM users v JOIN users u ON u.person_id = v.person_id
      WHERE v.id = NEW.validator_user_id AND u.id IN (
        SELECT r.user_id FROM risk_assessment_authors r
          WHERE r.project_id = NEW.project_id AND r.assessment_id = NEW.assessment_id AND r.revision = NEW.revision
        UNION SELECT NEW.owner_user_id
      )
    ) THEN
      RAISE EXCEPTION 'assessment % has no independent validator', NEW.assessment_id USING ERRCODE = 'CS005';
    END IF;
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER risk_assessment_revisions_guard BEFORE INSERT OR UPDATE ON risk_assessment_revisions
  FOR EACH ROW EXECUTE FUNCTION countersign_guard_assessment();
--> statement-breakpoint
ALTER TABLE risk_assessment_revisions ENABLE ALWAYS TRIGGER risk_assessment_revisions_guard;
--> statement-breakpoint
CREATE TRIGGER risk_assessment_revisions_no_delete BEFORE DELETE ON risk_assessment_revisions
  FOR EACH ROW EXECUTE FUNCTION countersign_append_only();
--> statement-breakpoint
ALTER TABLE risk_assessment_revisions ENABLE ALWAYS TRIGGER risk_assessment_revisions_no_delete;
--> statement-breakpoint
CREATE TRIGGER risk_assessment_authors_append_only BEFORE UPDATE OR DELETE ON risk_assessment_authors
  FOR EACH ROW EXECUTE FUNCTION countersign_append_only();
--> statement-breakpoint
ALTER TABLE risk_assessment_authors ENABLE ALWAYS TRIGGER risk_assessment_authors_append_only;
--> statement-breakpoint
ALTER TABLE findings ADD CONSTRAINT findings_accepted_until CHECK (state <> 'accepted' OR (accepted_until IS NOT NULL AND accepted_by IS NOT NULL));
--> statement-breakpoint
CREATE FUNCTION countersign_guard_finding() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state = 'closed' AND (NEW.closed_by IS NULL OR EXISTS (
    SELECT 1 FROM users c JOIN users o ON o.person_id = c.person_id
    WHERE c.id = NEW.closed_by AND o.id IN (NEW.owner_user_id, NEW.mitigated_by)
  )) THEN
    RAISE EXCEPTION 'finding % is closed by somebody other than its owner', NEW.id USING ERRCODE = 'CS006';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER findings_guard BEFORE INSERT OR UPDATE ON findings
  FOR EACH ROW EXECUTE FUNCTION countersign_guard_finding();
--> statement-breakpoint
ALTER TABLE findings ENABLE ALWAYS TRIGGER findings_guard;
--> statement-breakpoint
CREATE TRIGGER findings_no_delete BEFORE DELETE ON findings
  FOR EACH ROW EXECUTE FUNCTION countersign_append_only();
--> statement-breakpoint
ALTER TABLE findings ENABLE ALWAYS TRIGGER findings_no_delete;
--> statement-breakpoint
CREATE TRIGGER finding_events_append_only BEFORE UPDATE OR DELETE ON finding_events
  FOR EACH ROW EXECUTE FUNCTION countersign_append_only();
--> statement-breakpoint
ALTER TABLE finding_events ENABLE ALWAYS TRIGGER finding_events_append_only;
--> statement-breakpoint
CREATE FUNCTION countersign_keep_comment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.promotion_id, NEW.anchor, NEW.thread_id, NEW.user_id, NEW.created_at)
    IS DISTINCT FROM (OLD.promotion_id, OLD.anchor, OLD.thread_id, OLD.user_id, OLD.created_at)
  THEN
    RAISE EXCEPTION 'a comment stays where and whose it is' USING ERRCODE = 'CS007';
  END IF;
  IF NEW.body IS DISTINCT FROM OLD.body AND NOT EXISTS (
    SELECT 1 FROM comment_revisions r WHERE r.project_id = OLD.project_id AND r.comment_id = OLD.id
      AND r.revision = OLD.revision AND r.body = OLD.body AND NEW.revision = OLD.revision + 1
  ) THEN
    RAISE EXCEPTION 'the earlier text of an edited comment is kept' USING ERRCODE = 'CS007';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER comments_keep BEFORE UPDATE ON comments
  FOR EACH ROW EXECUTE FUNCTION countersign_keep_comment();
--> statement-breakpoint
ALTER TABLE comments ENABLE ALWAYS TRIGGER comments_keep;
--> statement-breakpoint
CREATE TRIGGER comments_no_delete BEFORE DELETE ON comments
  FOR EACH ROW EXECUTE FUNCTION countersign_append_only();
--> statement-breakpoint
ALTER TABLE comments ENABLE ALWAYS TRIGGER comments_no_delete;
--> statement-breakpoint
CREATE TRIGGER comment_revisions_append_only BEFORE UPDATE OR DELETE ON comment_revisions
  FOR EACH ROW EXECUTE FUNCTION countersign_append_only();
--> statement-breakpoint
ALTER TABLE comment_revisions ENABLE ALWAYS TRIGGER comment_revisions_append_only;
