ALTER TABLE "webhooks" ADD COLUMN "former_secret" text;--> statement-breakpoint
ALTER TABLE "webhooks" ADD COLUMN "former_secret_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "webhooks" ADD CONSTRAINT "webhooks_former_secret_check" CHECK (("webhooks"."former_secret" is null) = ("webhooks"."former_secret_until" is null));
--> statement-breakpoint
-- One code, one meaning. CS005 is a delegation that is not in force; CS008: a policy without its second person.
CREATE OR REPLACE FUNCTION countersign_require_two_for_policy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.published_by IS NULL AND NEW.approved_by IS NULL AND NEW.draft_id IS NULL THEN
    IF NEW.version <> 1 THEN
      RAISE EXCEPTION 'only the first version of a policy may come from the installation' USING ERRCODE = 'CS008';
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
      USING ERRCODE = 'CS008';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
-- CS009: an assessment signed by somebody who had a part in it, or without an independent validator.
CREATE OR REPLACE FUNCTION countersign_guard_assessment() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  assessed_model text;
  assessed_version text;
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
    SELECT a.model_id, a.version_id INTO assessed_model, assessed_version FROM risk_assessments a
      WHERE a.project_id = NEW.project_id AND a.id = NEW.assessment_id;
    SELECT u.person_id INTO signer FROM users u WHERE u.id = NEW.signed_by;
    IF signer IS NULL OR NEW.signature IS NULL OR EXISTS (
      SELECT 1 FROM users u WHERE u.person_id = signer AND u.id IN (
        SELECT r.user_id FROM risk_assessment_authors r
          WHERE r.project_id = NEW.project_id AND r.assessment_id = NEW.assessment_id AND r.revision = NEW.revision
        UNION SELECT NEW.submitted_by
        UNION SELECT NEW.owner_user_id
        UNION SELECT m.owner_user_id FROM models m WHERE m.project_id = NEW.project_id AND m.id = assessed_model
        UNION SELECT v.registered_by FROM model_versions v
          WHERE v.project_id = NEW.project_id AND v.model_id = assessed_model AND (assessed_version IS NULL OR v.id = assessed_version)
        UNION SELECT runs.owner_user_id FROM model_versions v JOIN runs ON runs.project_id = v.project_id AND runs.id = v.run_id
          WHERE v.project_id = NEW.project_id AND v.model_id = assessed_model AND (assessed_version IS NULL OR v.id = assessed_version)
      )
    ) THEN
      RAISE EXCEPTION 'person % may not sign off assessment %', signer, NEW.assessment_id USING ERRCODE = 'CS009';
    END IF;
    IF NEW.validator_user_id IS NULL OR EXISTS (
      SELECT 1 FROM users v JOIN users u ON u.person_id = v.person_id
      WHERE v.id = NEW.validator_user_id AND u.id IN (
        SELECT r.user_id FROM risk_assessment_authors r
          WHERE r.project_id = NEW.project_id AND r.assessment_id = NEW.assessment_id AND r.revision = NEW.revision
        UNION SELECT NEW.owner_user_id
      )
    ) THEN
      RAISE EXCEPTION 'assessment % has no independent validator', NEW.assessment_id USING ERRCODE = 'CS009';
    END IF;
  END IF;
  RETURN NEW;
END $$;
