CREATE TABLE "access_review_lines" (
	"project_id" integer NOT NULL,
	"review_id" text NOT NULL,
	"user_id" text NOT NULL,
	"role" text NOT NULL,
	"group_name" text NOT NULL,
	"verdict" text,
	"comment" text DEFAULT '' NOT NULL,
	"attested_by" text,
	"attested_at" timestamp (3) with time zone,
	CONSTRAINT "access_review_lines_project_id_review_id_user_id_role_pk" PRIMARY KEY("project_id","review_id","user_id","role")
);
--> statement-breakpoint
CREATE TABLE "access_reviews" (
	"project_id" integer NOT NULL,
	"id" text NOT NULL,
	"number" integer NOT NULL,
	"opened_by" text NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"reminded_at" timestamp (3) with time zone,
	"completed_by" text,
	"completed_at" timestamp (3) with time zone,
	"attestation" text,
	CONSTRAINT "access_reviews_project_id_id_pk" PRIMARY KEY("project_id","id")
);
--> statement-breakpoint
CREATE TABLE "delegations" (
	"project_id" integer NOT NULL,
	"id" text NOT NULL,
	"role" text NOT NULL,
	"delegator_user_id" text NOT NULL,
	"delegator_person_id" text NOT NULL,
	"delegate_user_id" text NOT NULL,
	"delegate_person_id" text NOT NULL,
	"reason" text NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"revoked_by" text,
	CONSTRAINT "delegations_project_id_id_pk" PRIMARY KEY("project_id","id"),
	CONSTRAINT "delegations_limited" CHECK ("delegations"."ends_at" > "delegations"."starts_at" and "delegations"."ends_at" <= "delegations"."starts_at" + interval '30 days'),
	CONSTRAINT "delegations_two_people" CHECK ("delegations"."delegator_person_id" <> "delegations"."delegate_person_id"),
	CONSTRAINT "delegations_deciding_role" CHECK ("delegations"."role" in ('reviewer', 'risk_officer'))
);
--> statement-breakpoint
CREATE TABLE "break_glass_uses" (
	"project_id" integer NOT NULL,
	"promotion_id" text NOT NULL,
	"rollout_id" text NOT NULL,
	"used_by" text NOT NULL,
	"person_id" text NOT NULL,
	"reason" text NOT NULL,
	"incident" text NOT NULL,
	"bypassed" jsonb NOT NULL,
	"subject_digest" text NOT NULL,
	"signature" jsonb NOT NULL,
	"used_at" timestamp (3) with time zone NOT NULL,
	"review_due_at" timestamp (3) with time zone NOT NULL,
	"alarmed_at" timestamp (3) with time zone,
	"verdict" text,
	"reviewed_by" text,
	"reviewer_person_id" text,
	"review_comment" text,
	"review_signature" jsonb,
	"reviewed_at" timestamp (3) with time zone,
	CONSTRAINT "break_glass_uses_project_id_promotion_id_pk" PRIMARY KEY("project_id","promotion_id"),
	CONSTRAINT "break_glass_uses_reason" CHECK (length("break_glass_uses"."reason") >= 20 and length("break_glass_uses"."incident") >= 1),
	CONSTRAINT "break_glass_uses_deadline" CHECK ("break_glass_uses"."review_due_at" <= "break_glass_uses"."used_at" + interval '24 hours'),
	CONSTRAINT "break_glass_uses_second_person" CHECK ("break_glass_uses"."reviewer_person_id" is null or "break_glass_uses"."reviewer_person_id" <> "break_glass_uses"."person_id"),
	CONSTRAINT "break_glass_uses_review_whole" CHECK (("break_glass_uses"."reviewed_at" is null) = ("break_glass_uses"."verdict" is null) and ("break_glass_uses"."reviewed_at" is null) = ("break_glass_uses"."reviewer_person_id" is null))
);
--> statement-breakpoint
CREATE TABLE "passkey_challenges" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"purpose" text NOT NULL,
	"challenge" text NOT NULL,
	"statement" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "passkeys" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"name" text NOT NULL,
	"public_key" "bytea" NOT NULL,
	"counter" bigint DEFAULT 0 NOT NULL,
	"transports" text[] NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"removed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "waivers" (
	"project_id" integer NOT NULL,
	"id" text NOT NULL,
	"promotion_id" text NOT NULL,
	"version_id" text NOT NULL,
	"environment" text NOT NULL,
	"gate_id" text NOT NULL,
	"gate" jsonb NOT NULL,
	"waived_outcome" text NOT NULL,
	"owner_user_id" text NOT NULL,
	"compensating_control" text NOT NULL,
	"reason" text NOT NULL,
	"granted_by" text NOT NULL,
	"granted_by_person_id" text NOT NULL,
	"granted_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"end_kind" text,
	"ended_by" text,
	"ended_reason" text,
	CONSTRAINT "waivers_project_id_id_pk" PRIMARY KEY("project_id","id"),
	CONSTRAINT "waivers_limited" CHECK ("waivers"."expires_at" > "waivers"."granted_at" and "waivers"."expires_at" <= "waivers"."granted_at" + interval '181 days'),
	CONSTRAINT "waivers_end_whole" CHECK (("waivers"."ended_at" is null) = ("waivers"."end_kind" is null))
);
--> statement-breakpoint
ALTER TABLE "promotion_conflicts" ADD COLUMN "source" text DEFAULT 'contribution' NOT NULL;--> statement-breakpoint
ALTER TABLE "promotion_decisions" ADD COLUMN "on_behalf_of_person_id" text;--> statement-breakpoint
ALTER TABLE "promotion_decisions" ADD COLUMN "delegation_id" text;--> statement-breakpoint
ALTER TABLE "promotion_decisions" ADD COLUMN "assertion" jsonb;--> statement-breakpoint
ALTER TABLE "access_review_lines" ADD CONSTRAINT "access_review_lines_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_review_lines" ADD CONSTRAINT "access_review_lines_attested_by_users_id_fk" FOREIGN KEY ("attested_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_review_lines" ADD CONSTRAINT "access_review_lines_project_id_review_id_access_reviews_project_id_id_fk" FOREIGN KEY ("project_id","review_id") REFERENCES "public"."access_reviews"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_reviews" ADD CONSTRAINT "access_reviews_opened_by_users_id_fk" FOREIGN KEY ("opened_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_reviews" ADD CONSTRAINT "access_reviews_completed_by_users_id_fk" FOREIGN KEY ("completed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delegations" ADD CONSTRAINT "delegations_delegator_user_id_users_id_fk" FOREIGN KEY ("delegator_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delegations" ADD CONSTRAINT "delegations_delegate_user_id_users_id_fk" FOREIGN KEY ("delegate_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "break_glass_uses" ADD CONSTRAINT "break_glass_uses_used_by_users_id_fk" FOREIGN KEY ("used_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "break_glass_uses" ADD CONSTRAINT "break_glass_uses_reviewed_by_users_id_fk" FOREIGN KEY ("reviewed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "break_glass_uses" ADD CONSTRAINT "break_glass_uses_project_id_promotion_id_promotions_project_id_id_fk" FOREIGN KEY ("project_id","promotion_id") REFERENCES "public"."promotions"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passkey_challenges" ADD CONSTRAINT "passkey_challenges_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passkeys" ADD CONSTRAINT "passkeys_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "waivers" ADD CONSTRAINT "waivers_owner_user_id_users_id_fk" FOREIGN KEY ("owner_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "waivers" ADD CONSTRAINT "waivers_granted_by_users_id_fk" FOREIGN KEY ("granted_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "waivers" ADD CONSTRAINT "waivers_project_id_version_id_model_versions_project_id_id_fk" FOREIGN KEY ("project_id","version_id") REFERENCES "public"."model_versions"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "waivers" ADD CONSTRAINT "waivers_project_id_promotion_id_promotions_project_id_id_fk" FOREIGN KEY ("project_id","promotion_id") REFERENCES "public"."promotions"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "access_review_lines_open_idx" ON "access_review_lines" USING btree ("project_id","review_id") WHERE "access_review_lines"."verdict" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "access_reviews_number_key" ON "access_reviews" USING btree ("project_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "access_reviews_one_open_key" ON "access_reviews" USING btree ("project_id") WHERE "access_reviews"."completed_at" is null;--> statement-breakpoint
CREATE INDEX "delegations_delegate_idx" ON "delegations" USING btree ("project_id","delegate_user_id","ends_at");--> statement-breakpoint
CREATE INDEX "delegations_delegator_idx" ON "delegations" USING btree ("project_id","delegator_user_id","ends_at");--> statement-breakpoint
CREATE INDEX "break_glass_uses_open_idx" ON "break_glass_uses" USING btree ("review_due_at") WHERE "break_glass_uses"."reviewed_at" is null;--> statement-breakpoint
CREATE INDEX "passkey_challenges_expiry_idx" ON "passkey_challenges" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "passkeys_user_idx" ON "passkeys" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "waivers_version_idx" ON "waivers" USING btree ("project_id","version_id","environment");--> statement-breakpoint
CREATE INDEX "waivers_expiry_idx" ON "waivers" USING btree ("expires_at") WHERE "waivers"."ended_at" is null;--> statement-breakpoint
-- The second line of defence for what people decide. CS001: a contributor; CS002: what happened may end, never change;
-- CS005: no delegation in force; CS006: two delegations of one role at a time.
CREATE FUNCTION countersign_contributed(project integer, promotion text, person text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM promotion_conflicts c WHERE c.project_id = project AND c.promotion_id = promotion
    AND c.person_id = person AND c.source = 'contribution');
$$;
--> statement-breakpoint
-- Whoever had somebody decide for them is out too, but only for their own decisions: the delegate's stands.
CREATE OR REPLACE FUNCTION countersign_refuse_conflicted_approval() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.kind = 'approve' AND NEW.state = 'valid' AND EXISTS (
    SELECT 1 FROM promotion_conflicts c
    WHERE c.project_id = NEW.project_id AND c.promotion_id = NEW.promotion_id AND c.person_id = NEW.person_id
  ) THEN
    RAISE EXCEPTION 'person % is in the conflict set of promotion %', NEW.person_id, NEW.promotion_id
      USING ERRCODE = 'CS001';
  END IF;
  IF NEW.kind = 'approve' AND NEW.state = 'valid' AND NEW.on_behalf_of_person_id IS NOT NULL
    AND countersign_contributed(NEW.project_id, NEW.promotion_id, NEW.on_behalf_of_person_id)
  THEN
    RAISE EXCEPTION 'person %, for whom this would be decided, is in the conflict set of promotion %',
      NEW.on_behalf_of_person_id, NEW.promotion_id USING ERRCODE = 'CS001';
  END IF;
  IF (NEW.on_behalf_of_person_id IS NULL) <> (NEW.delegation_id IS NULL) THEN
    RAISE EXCEPTION 'a decision for somebody names its delegation' USING ERRCODE = 'CS005';
  END IF;
  IF TG_OP = 'INSERT' AND NEW.delegation_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM delegations d
    WHERE d.project_id = NEW.project_id AND d.id = NEW.delegation_id AND d.delegate_user_id = NEW.user_id
      AND d.delegator_person_id = NEW.on_behalf_of_person_id AND d.role = NEW.signature ->> 'role'
      AND d.starts_at <= NEW.decided_at AND d.ends_at > NEW.decided_at AND d.revoked_at IS NULL
  ) THEN
    RAISE EXCEPTION 'no delegation in force lets % decide for %', NEW.user_id, NEW.on_behalf_of_person_id
      USING ERRCODE = 'CS005';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION countersign_keep_signature() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.promotion_id, NEW.kind, NEW.person_id, NEW.user_id, NEW.comment, NEW.subject_digest, NEW.signature, NEW.decided_at,
      NEW.on_behalf_of_person_id, NEW.delegation_id, NEW.assertion)
    IS DISTINCT FROM
     (OLD.promotion_id, OLD.kind, OLD.person_id, OLD.user_id, OLD.comment, OLD.subject_digest, OLD.signature, OLD.decided_at,
      OLD.on_behalf_of_person_id, OLD.delegation_id, OLD.assertion)
  THEN
    RAISE EXCEPTION 'a decision may end, never change' USING ERRCODE = 'CS002';
  END IF;
  IF OLD.state <> 'valid' AND NEW.state = 'valid' THEN
    RAISE EXCEPTION 'an ended decision stays ended' USING ERRCODE = 'CS002';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE FUNCTION countersign_guard_waiver() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a waiver may end, it is never deleted' USING ERRCODE = 'CS002';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF countersign_contributed(NEW.project_id, NEW.promotion_id, NEW.granted_by_person_id) THEN
      RAISE EXCEPTION 'person % is in the conflict set of promotion %', NEW.granted_by_person_id, NEW.promotion_id
        USING ERRCODE = 'CS001';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.ended_at IS NOT NULL OR
    (NEW.project_id, NEW.id, NEW.promotion_id, NEW.version_id, NEW.environment, NEW.gate_id, NEW.gate, NEW.owner_user_id,
     NEW.compensating_control, NEW.reason, NEW.granted_by, NEW.granted_by_person_id, NEW.granted_at, NEW.expires_at)
    IS DISTINCT FROM
    (OLD.project_id, OLD.id, OLD.promotion_id, OLD.version_id, OLD.environment, OLD.gate_id, OLD.gate, OLD.owner_user_id,
     OLD.compensating_control, OLD.reason, OLD.granted_by, OLD.granted_by_person_id, OLD.granted_at, OLD.expires_at)
  THEN
    RAISE EXCEPTION 'a waiver may end once, never change' USING ERRCODE = 'CS002';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER waivers_guard BEFORE INSERT OR UPDATE OR DELETE ON waivers
  FOR EACH ROW EXECUTE FUNCTION countersign_guard_waiver();
--> statement-breakpoint
ALTER TABLE waivers ENABLE ALWAYS TRIGGER waivers_guard;
--> statement-breakpoint
CREATE FUNCTION countersign_guard_break_glass() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'an emergency stays on record' USING ERRCODE = 'CS002';
  END IF;
  IF TG_OP = 'INSERT' AND countersign_contributed(NEW.project_id, NEW.promotion_id, NEW.person_id) THEN
    RAISE EXCEPTION 'person % is in the conflict set of promotion %', NEW.person_id, NEW.promotion_id USING ERRCODE = 'CS001';
  END IF;
  IF NEW.reviewer_person_id IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.reviewer_person_id IS NULL)
    AND countersign_contributed(NEW.project_id, NEW.promotion_id, NEW.reviewer_person_id)
  THEN
    RAISE EXCEPTION 'person % is in the conflict set of promotion %', NEW.reviewer_person_id, NEW.promotion_id
      USING ERRCODE = 'CS001';
  END IF;
  IF TG_OP = 'UPDATE' AND (
    OLD.reviewed_at IS NOT NULL OR
    (NEW.project_id, NEW.promotion_id, NEW.rollout_id, NEW.used_by, NEW.person_id, NEW.reason, NEW.incident, NEW.bypassed,
     NEW.subject_digest, NEW.signature, NEW.used_at, NEW.review_due_at)
    IS DISTINCT FROM
    (OLD.project_id, OLD.promotion_id, OLD.rollout_id, OLD.used_by, OLD.person_id, OLD.reason, OLD.incident, OLD.bypassed,
     OLD.subject_digest, OLD.signature, OLD.used_at, OLD.review_due_at))
  THEN
    RAISE EXCEPTION 'an emergency is reviewed once, never changed' USING ERRCODE = 'CS002';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER break_glass_uses_guard BEFORE INSERT OR UPDATE OR DELETE ON break_glass_uses
  FOR EACH ROW EXECUTE FUNCTION countersign_guard_break_glass();
--> statement-breakpoint
ALTER TABLE break_glass_uses ENABLE ALWAYS TRIGGER break_glass_uses_guard;
--> statement-breakpoint
CREATE FUNCTION countersign_guard_delegation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF EXISTS (
      SELECT 1 FROM delegations d
      WHERE d.project_id = NEW.project_id AND d.delegator_user_id = NEW.delegator_user_id AND d.role = NEW.role
        AND d.revoked_at IS NULL AND d.starts_at < NEW.ends_at AND d.ends_at > NEW.starts_at
    ) THEN
      RAISE EXCEPTION 'the role is delegated already at that time' USING ERRCODE = 'CS006';
    END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' OR OLD.revoked_at IS NOT NULL OR
    (NEW.project_id, NEW.id, NEW.role, NEW.delegator_user_id, NEW.delegator_person_id, NEW.delegate_user_id,
     NEW.delegate_person_id, NEW.starts_at, NEW.ends_at)
    IS DISTINCT FROM
    (OLD.project_id, OLD.id, OLD.role, OLD.delegator_user_id, OLD.delegator_person_id, OLD.delegate_user_id,
     OLD.delegate_person_id, OLD.starts_at, OLD.ends_at)
  THEN
    RAISE EXCEPTION 'a delegation may be revoked once, never changed' USING ERRCODE = 'CS002';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER delegations_guard BEFORE INSERT OR UPDATE OR DELETE ON delegations
  FOR EACH ROW EXECUTE FUNCTION countersign_guard_delegation();
--> statement-breakpoint
ALTER TABLE delegations ENABLE ALWAYS TRIGGER delegations_guard;
--> statement-breakpoint
-- A completed access review and an attested line stay what they are.
CREATE FUNCTION countersign_guard_access_review() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.completed_at IS NOT NULL THEN
    RAISE EXCEPTION 'a completed access review never changes' USING ERRCODE = 'CS002';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER access_reviews_guard BEFORE UPDATE OR DELETE ON access_reviews
  FOR EACH ROW EXECUTE FUNCTION countersign_guard_access_review();
--> statement-breakpoint
ALTER TABLE access_reviews ENABLE ALWAYS TRIGGER access_reviews_guard;
