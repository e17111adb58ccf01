-- The second line of defence: what commands already refuse, the database refuses too.

CREATE FUNCTION countersign_refuse_conflicted_approval() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.kind = 'approve' AND NEW.state = 'valid' AND EXISTS (
    SELECT 1 FROM promotion_conflicts c
    WHERE c.project_id = NEW.project_id AND c.promotion_id = NEW.promotion_id AND c.person_id = NEW.person_id
  ) THEN
    RAISE EXCEPTION 'person % is in the conflict set of promotion %', NEW.person_id, NEW.promotion_id
      USING ERRCODE = 'CS001';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER promotion_decisions_conflict BEFORE INSERT OR UPDATE ON promotion_decisions
  FOR EACH ROW EXECUTE FUNCTION countersign_refuse_conflicted_approval();
--> statement-breakpoint
ALTER TABLE promotion_decisions ENABLE ALWAYS TRIGGER promotion_decisions_conflict;
--> statement-breakpoint
CREATE FUNCTION countersign_keep_signature() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.promotion_id, NEW.kind, NEW.person_id, NEW.user_id, NEW.comment, NEW.subject_digest, NEW.signature, NEW.decided_at)
    IS DISTINCT FROM
     (OLD.promotion_id, OLD.kind, OLD.person_id, OLD.user_id, OLD.comment, OLD.subject_digest, OLD.signature, OLD.decided_at)
  THEN
    RAISE EXCEPTION 'a decision may end, never change' USING ERRCODE = 'CS002';
  END IF;
  IF OLD.state <> 'valid' AND NEW.state = 'valid' THEN
    RAISE EXCEPTION 'an ended decision stays ended' USING ERRCODE = 'CS002';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER promotion_decisions_signature BEFORE UPDATE ON promotion_decisions
  FOR EACH ROW EXECUTE FUNCTION countersign_keep_signature();
--> statement-breakpoint
ALTER TABLE promotion_decisions ENABLE ALWAYS TRIGGER promotion_decisions_signature;
--> statement-breakpoint
CREATE FUNCTION countersign_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'CS003';
END $$;
--> statement-breakpoint
CREATE TRIGGER promotion_decisions_no_delete BEFORE DELETE ON promotion_decisions
  FOR EACH ROW EXECUTE FUNCTION countersign_append_only();
--> statement-breakpoint
ALTER TABLE promotion_decisions ENABLE ALWAYS TRIGGER promotion_decisions_no_delete;
--> statement-breakpoint
CREATE TRIGGER promotion_executions_append_only BEFORE UPDATE OR DELETE ON promotion_executions
  FOR EACH ROW EXECUTE FUNCTION countersign_append_only();
--> statement-breakpoint
ALTER TABLE promotion_executions ENABLE ALWAYS TRIGGER promotion_executions_append_only;
--> statement-breakpoint
CREATE TRIGGER promotion_evaluations_append_only BEFORE UPDATE OR DELETE ON promotion_evaluations
  FOR EACH ROW EXECUTE FUNCTION countersign_append_only();
--> statement-breakpoint
ALTER TABLE promotion_evaluations ENABLE ALWAYS TRIGGER promotion_evaluations_append_only;
--> statement-breakpoint
CREATE TRIGGER policy_versions_append_only BEFORE UPDATE OR DELETE ON policy_versions
  FOR EACH ROW EXECUTE FUNCTION countersign_append_only();
--> statement-breakpoint
ALTER TABLE policy_versions ENABLE ALWAYS TRIGGER policy_versions_append_only;
--> statement-breakpoint
CREATE TRIGGER rollout_events_append_only BEFORE UPDATE OR DELETE ON rollout_events
  FOR EACH ROW EXECUTE FUNCTION countersign_append_only();
--> statement-breakpoint
ALTER TABLE rollout_events ENABLE ALWAYS TRIGGER rollout_events_append_only;
