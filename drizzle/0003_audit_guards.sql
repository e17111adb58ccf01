-- Append-only guards of the audit log. They hold for replication roles too (ENABLE ALWAYS); the owner of the tables
-- could still drop them, which is why signed checkpoints are also kept outside the database.

-- Makes a table append-only: UPDATE, DELETE and TRUNCATE are refused. Further tables may be guarded with it.
CREATE FUNCTION countersign_guard_append_only(guarded regclass) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  stem text := (SELECT relname FROM pg_class WHERE oid = guarded);
BEGIN
  EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION countersign_append_only()',
    stem || '_no_change', guarded);
  EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', guarded, stem || '_no_change');
  EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION countersign_append_only()',
    stem || '_no_truncate', guarded);
  EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', guarded, stem || '_no_truncate');
END $$;
--> statement-breakpoint
SELECT countersign_guard_append_only('audit_events'), countersign_guard_append_only('audit_leaves'),
  countersign_guard_append_only('audit_nodes'), countersign_guard_append_only('audit_checkpoints');
--> statement-breakpoint
-- Clear values may be erased (a right of the person), never changed.
CREATE TRIGGER audit_private_no_change BEFORE UPDATE ON audit_private
  FOR EACH ROW EXECUTE FUNCTION countersign_append_only();
--> statement-breakpoint
ALTER TABLE audit_private ENABLE ALWAYS TRIGGER audit_private_no_change;
--> statement-breakpoint
CREATE TRIGGER audit_private_no_truncate BEFORE TRUNCATE ON audit_private
  FOR EACH STATEMENT EXECUTE FUNCTION countersign_append_only();
--> statement-breakpoint
ALTER TABLE audit_private ENABLE ALWAYS TRIGGER audit_private_no_truncate;
--> statement-breakpoint
-- The hash must be that of the stored bytes, and the columns must say what the bytes say.
CREATE FUNCTION countersign_check_audit_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  leaf json := convert_from(NEW.canonical, 'UTF8')::json;
BEGIN
  IF NEW.leaf_hash IS DISTINCT FROM sha256('\x00'::bytea || NEW.canonical) THEN
    RAISE EXCEPTION 'audit event %: leaf_hash is not the hash of canonical', NEW.event_id USING ERRCODE = 'CS004';
  END IF;
  IF (NEW.event_id, NEW.project_id, NEW.occurred_at, NEW.actor_ref, NEW.actor_kind, NEW.action,
      NEW.object_type, NEW.object_id, NEW.object_digest, NEW.request_id, NEW.schema_version)
    IS DISTINCT FROM
     (leaf->>'event_id', (leaf->>'project_id')::integer, (leaf->>'occurred_at')::timestamptz(3), leaf->'actor'->>'ref',
      leaf->'actor'->>'kind', leaf->>'action', leaf->'object'->>'type', leaf->'object'->>'id', leaf->'object'->>'digest',
      leaf->>'request_id', (leaf->>'schema_version')::integer)
  THEN
    RAISE EXCEPTION 'audit event %: a column differs from canonical', NEW.event_id USING ERRCODE = 'CS004';
  END IF;
  INSERT INTO audit_pending (event_id) VALUES (NEW.event_id);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_events_check AFTER INSERT ON audit_events
  FOR EACH ROW EXECUTE FUNCTION countersign_check_audit_event();
--> statement-breakpoint
ALTER TABLE audit_events ENABLE ALWAYS TRIGGER audit_events_check;
--> statement-breakpoint
-- Numbers run from 1 without a gap and carry the hash of their event.
CREATE FUNCTION countersign_check_audit_leaf() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.seq < 1 OR (NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM audit_leaves WHERE seq = NEW.seq - 1)) THEN
    RAISE EXCEPTION 'audit leaf %: no leaf before it', NEW.seq USING ERRCODE = 'CS004';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM audit_events WHERE event_id = NEW.event_id AND leaf_hash = NEW.leaf_hash) THEN
    RAISE EXCEPTION 'audit leaf %: not the hash of event %', NEW.seq, NEW.event_id USING ERRCODE = 'CS004';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_leaves_check BEFORE INSERT ON audit_leaves
  FOR EACH ROW EXECUTE FUNCTION countersign_check_audit_leaf();
--> statement-breakpoint
ALTER TABLE audit_leaves ENABLE ALWAYS TRIGGER audit_leaves_check;
--> statement-breakpoint
-- A checkpoint never covers fewer events than one before it.
CREATE FUNCTION countersign_check_audit_checkpoint() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM audit_checkpoints WHERE size >= NEW.size OR number >= NEW.number) THEN
    RAISE EXCEPTION 'audit checkpoint %: a later one exists', NEW.size USING ERRCODE = 'CS004';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM audit_leaves WHERE seq = NEW.size) THEN
    RAISE EXCEPTION 'audit checkpoint %: the log is shorter', NEW.size USING ERRCODE = 'CS004';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_checkpoints_check BEFORE INSERT ON audit_checkpoints
  FOR EACH ROW EXECUTE FUNCTION countersign_check_audit_checkpoint();
--> statement-breakpoint
ALTER TABLE audit_checkpoints ENABLE ALWAYS TRIGGER audit_checkpoints_check;
