-- An acceptance is of the risk as it was: a finding that grows heavier does not stay accepted, whoever writes it.
CREATE OR REPLACE FUNCTION countersign_guard_finding() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ranks CONSTANT jsonb := '{"low": 0, "medium": 1, "high": 2, "critical": 3}';
BEGIN
  IF NEW.state = 'closed' AND (NEW.closed_by IS NULL OR EXISTS (
    SELECT 1 FROM users c JOIN users o ON o.person_id = c.person_id
    WHERE c.id = NEW.closed_by AND o.id IN (NEW.owner_user_id, NEW.mitigated_by)
  )) THEN
    RAISE EXCEPTION 'finding % is closed by somebody other than its owner', NEW.id USING ERRCODE = 'CS006';
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF OLD.state = 'accepted' AND NEW.state = 'accepted' AND (
      (ranks ->> NEW.severity)::int > (ranks ->> OLD.severity)::int OR (NEW.blocks AND NOT OLD.blocks)
    ) THEN
      RAISE EXCEPTION 'finding % is heavier than the risk that was accepted', NEW.id USING ERRCODE = 'CS006';
    END IF;
  END IF;
  RETURN NEW;
END $$;
