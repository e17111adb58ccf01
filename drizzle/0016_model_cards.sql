CREATE TABLE "card_reviews" (
	"project_id" integer NOT NULL,
	"id" text NOT NULL,
	"version_id" text NOT NULL,
	"revision" integer NOT NULL,
	"kind" text NOT NULL,
	"user_id" text NOT NULL,
	"comment" text DEFAULT '' NOT NULL,
	"signature" jsonb,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "card_reviews_project_id_version_id_id_pk" PRIMARY KEY("project_id","version_id","id")
);
--> statement-breakpoint
CREATE TABLE "model_cards" (
	"project_id" integer NOT NULL,
	"version_id" text NOT NULL,
	"status" text DEFAULT 'draft' NOT NULL,
	"approved_revision" integer,
	"approved_person_id" text,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "model_cards_project_id_version_id_pk" PRIMARY KEY("project_id","version_id")
);
--> statement-breakpoint
ALTER TABLE "card_revisions" ADD COLUMN "figures" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "card_reviews" ADD CONSTRAINT "card_reviews_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "card_reviews" ADD CONSTRAINT "card_reviews_project_id_version_id_model_versions_project_id_id_fk" FOREIGN KEY ("project_id","version_id") REFERENCES "public"."model_versions"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_cards" ADD CONSTRAINT "model_cards_project_id_version_id_model_versions_project_id_id_fk" FOREIGN KEY ("project_id","version_id") REFERENCES "public"."model_versions"("project_id","id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
-- An archived card stays as it is, an approval names the newest revision, and nobody approves what they wrote themselves
-- since the approval before: what the commands refuse, the database refuses too.
CREATE FUNCTION countersign_guard_card() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  previous_status text := NULL;
  previous_revision integer := NULL;
  previous_person text := NULL;
  newest integer;
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'the card of version % stays on record', OLD.version_id USING ERRCODE = 'CS020';
  END IF;
  IF TG_OP = 'UPDATE' THEN
    previous_status := OLD.status;
    previous_revision := OLD.approved_revision;
    previous_person := OLD.approved_person_id;
    IF (NEW.project_id, NEW.version_id) IS DISTINCT FROM (OLD.project_id, OLD.version_id) THEN
      RAISE EXCEPTION 'a card belongs to its version' USING ERRCODE = 'CS020';
    END IF;
  END IF;
  IF previous_status = 'archived' THEN
    RAISE EXCEPTION 'the card of version % is archived', NEW.version_id USING ERRCODE = 'CS020';
  END IF;
  IF NEW.status = 'approved' AND previous_status IS DISTINCT FROM 'approved' THEN
    IF previous_status IS DISTINCT FROM 'pending_review' THEN
      RAISE EXCEPTION 'the card of version % was not sent to review', NEW.version_id USING ERRCODE = 'CS020';
    END IF;
    SELECT card_revision INTO newest FROM model_versions v WHERE v.project_id = NEW.project_id AND v.id = NEW.version_id;
    IF NEW.approved_revision IS DISTINCT FROM newest OR NEW.approved_person_id IS NULL THEN
      RAISE EXCEPTION 'an approval names the newest revision and who gave it' USING ERRCODE = 'CS020';
    END IF;
    IF EXISTS (
      SELECT 1 FROM card_revisions r JOIN users u ON u.id = r.edited_by
      WHERE r.project_id = NEW.project_id AND r.version_id = NEW.version_id
        AND r.revision > coalesce(previous_revision, 0) AND u.person_id = NEW.approved_person_id
    ) THEN
      RAISE EXCEPTION 'person % wrote in the card of version %', NEW.approved_person_id, NEW.version_id
        USING ERRCODE = 'CS021';
    END IF;
  ELSIF (NEW.approved_revision, NEW.approved_person_id) IS DISTINCT FROM (previous_revision, previous_person) THEN
    RAISE EXCEPTION 'only an approval names an approved revision' USING ERRCODE = 'CS020';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER model_cards_guard BEFORE INSERT OR UPDATE OR DELETE ON model_cards
  FOR EACH ROW EXECUTE FUNCTION countersign_guard_card();
--> statement-breakpoint
ALTER TABLE model_cards ENABLE ALWAYS TRIGGER model_cards_guard;
--> statement-breakpoint
ALTER TABLE model_cards ADD CONSTRAINT model_cards_status_check
  CHECK (status IN ('draft', 'pending_review', 'approved', 'archived'));
--> statement-breakpoint
CREATE FUNCTION countersign_guard_card_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM model_cards c
    WHERE c.project_id = NEW.project_id AND c.version_id = NEW.version_id AND c.status = 'archived'
  ) THEN
    RAISE EXCEPTION 'the card of version % is archived', NEW.version_id USING ERRCODE = 'CS020';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER card_revisions_guard BEFORE INSERT ON card_revisions
  FOR EACH ROW EXECUTE FUNCTION countersign_guard_card_revision();
--> statement-breakpoint
ALTER TABLE card_revisions ENABLE ALWAYS TRIGGER card_revisions_guard;
--> statement-breakpoint
CREATE TRIGGER card_revisions_append_only BEFORE UPDATE OR DELETE ON card_revisions
  FOR EACH ROW EXECUTE FUNCTION countersign_append_only();
--> statement-breakpoint
ALTER TABLE card_revisions ENABLE ALWAYS TRIGGER card_revisions_append_only;
--> statement-breakpoint
CREATE TRIGGER card_reviews_append_only BEFORE UPDATE OR DELETE ON card_reviews
  FOR EACH ROW EXECUTE FUNCTION countersign_append_only();
--> statement-breakpoint
ALTER TABLE card_reviews ENABLE ALWAYS TRIGGER card_reviews_append_only;
