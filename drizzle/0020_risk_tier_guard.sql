CREATE INDEX "findings_due_idx" ON "findings" USING btree ("due_on") WHERE "findings"."state" = 'open';
--> statement-breakpoint
CREATE FUNCTION countersign_tier_rank(tier text) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
  SELECT array_position(ARRAY['low', 'medium', 'high'], tier)
$$;
--> statement-breakpoint
-- A sign-off that makes a model's tier lower, or low, is a risk officer's: at low no risk officer looks any more.
CREATE FUNCTION countersign_guard_assessed_tier() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  tier_now text;
BEGIN
  IF OLD.state = 'submitted' AND
    (NEW.tier, NEW.computed_tier, NEW.review_due, NEW.submitted_by) IS DISTINCT FROM (OLD.tier, OLD.computed_tier, OLD.review_due, OLD.submitted_by)
  THEN
    RAISE EXCEPTION 'a submitted assessment is sent back before it changes' USING ERRCODE = 'CS004';
  END IF;
  IF NEW.state <> 'signed_off' OR OLD.state = 'signed_off' THEN
    RETURN NEW;
  END IF;
  IF NEW.tier IS NULL OR NEW.tier IS DISTINCT FROM coalesce(NEW.body -> 'tierOverride' ->> 'tier', NEW.computed_tier) THEN
    RAISE EXCEPTION 'the tier of assessment % is not the one its text gives', NEW.assessment_id USING ERRCODE = 'CS009';
  END IF;
  SELECT m.risk_tier INTO tier_now FROM risk_assessments a
    JOIN models m ON m.project_id = a.project_id AND m.id = a.model_id
    WHERE a.project_id = NEW.project_id AND a.id = NEW.assessment_id AND a.version_id IS NULL;
  IF tier_now IS NOT NULL
    AND (NEW.tier = 'low' OR countersign_tier_rank(NEW.tier) < countersign_tier_rank(tier_now))
    AND (NEW.signature ->> 'role' IS DISTINCT FROM 'risk_officer' OR NOT EXISTS (
      SELECT 1 FROM members r WHERE r.project_id = NEW.project_id AND r.user_id = NEW.signed_by AND r.role = 'risk_officer'
    ))
  THEN
    RAISE EXCEPTION 'assessment % lowers the tier: a risk officer signs it off', NEW.assessment_id USING ERRCODE = 'CS009';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER risk_assessment_revisions_tier BEFORE UPDATE ON risk_assessment_revisions
  FOR EACH ROW EXECUTE FUNCTION countersign_guard_assessed_tier();
--> statement-breakpoint
ALTER TABLE risk_assessment_revisions ENABLE ALWAYS TRIGGER risk_assessment_revisions_tier;
--> statement-breakpoint
-- The tier of a model is lowered by nothing but such a sign-off.
CREATE FUNCTION countersign_guard_model_tier() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF countersign_tier_rank(NEW.risk_tier) < countersign_tier_rank(OLD.risk_tier) AND NOT EXISTS (
    SELECT 1 FROM risk_assessments a
    JOIN risk_assessment_revisions r ON r.project_id = a.project_id AND r.assessment_id = a.id
    WHERE a.project_id = NEW.project_id AND a.model_id = NEW.id AND a.version_id IS NULL
      AND r.state = 'signed_off' AND r.tier = NEW.risk_tier AND r.signature ->> 'role' = 'risk_officer'
  ) THEN
    RAISE EXCEPTION 'the tier of model % is lowered by an assessment that a risk officer signed off', NEW.id USING ERRCODE = 'CS010';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER models_tier BEFORE UPDATE OF risk_tier ON models
  FOR EACH ROW EXECUTE FUNCTION countersign_guard_model_tier();
--> statement-breakpoint
ALTER TABLE models ENABLE ALWAYS TRIGGER models_tier;
