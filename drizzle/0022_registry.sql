CREATE TABLE "logged_model_metrics" (
	"project_id" integer NOT NULL,
	"model_id" text NOT NULL,
	"key" text NOT NULL,
	"run_id" text NOT NULL,
	"step" bigint NOT NULL,
	"at" bigint NOT NULL,
	"value" double precision NOT NULL,
	"dataset_name" text,
	"dataset_digest" text,
	CONSTRAINT "logged_model_metrics_project_id_model_id_key_run_id_step_at_value_pk" PRIMARY KEY("project_id","model_id","key","run_id","step","at","value")
);
--> statement-breakpoint
CREATE TABLE "logged_models" (
	"project_id" integer NOT NULL,
	"id" text NOT NULL,
	"experiment_id" text NOT NULL,
	"name" text NOT NULL,
	"model_type" text DEFAULT '' NOT NULL,
	"source_run_id" text,
	"status" text NOT NULL,
	"status_message" text,
	"params" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"tags" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"manifest" jsonb,
	"signature" jsonb,
	"signature_problem" text,
	"requirements" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_by" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "logged_models_project_id_id_pk" PRIMARY KEY("project_id","id")
);
--> statement-breakpoint
CREATE TABLE "free_aliases" (
	"project_id" integer NOT NULL,
	"model_id" text NOT NULL,
	"alias" text NOT NULL,
	"reason" text NOT NULL,
	"freed_by" text NOT NULL,
	"freed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "free_aliases_project_id_model_id_alias_pk" PRIMARY KEY("project_id","model_id","alias")
);
--> statement-breakpoint
CREATE TABLE "model_aliases" (
	"project_id" integer NOT NULL,
	"model_id" text NOT NULL,
	"alias" text NOT NULL,
	"version_id" text NOT NULL,
	"set_by" text NOT NULL,
	"set_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "model_aliases_project_id_model_id_alias_pk" PRIMARY KEY("project_id","model_id","alias")
);
--> statement-breakpoint
ALTER TABLE "model_versions" ADD COLUMN "logged_model_id" text;--> statement-breakpoint
ALTER TABLE "model_versions" ADD COLUMN "source" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "model_versions" ADD COLUMN "run_link" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "model_versions" ADD COLUMN "tags" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "model_versions" ADD COLUMN "updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "models" ADD COLUMN "tags" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "models" ADD COLUMN "updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "models" ADD COLUMN "deleted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "webhooks" ADD COLUMN "description" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "webhooks" ADD COLUMN "format" text DEFAULT 'standard' NOT NULL;--> statement-breakpoint
ALTER TABLE "webhooks" ADD COLUMN "updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "logged_model_metrics" ADD CONSTRAINT "logged_model_metrics_project_id_model_id_logged_models_project_id_id_fk" FOREIGN KEY ("project_id","model_id") REFERENCES "public"."logged_models"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "logged_models" ADD CONSTRAINT "logged_models_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "logged_models" ADD CONSTRAINT "logged_models_project_id_experiment_id_experiments_project_id_id_fk" FOREIGN KEY ("project_id","experiment_id") REFERENCES "public"."experiments"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "free_aliases" ADD CONSTRAINT "free_aliases_freed_by_users_id_fk" FOREIGN KEY ("freed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "free_aliases" ADD CONSTRAINT "free_aliases_project_id_model_id_models_project_id_id_fk" FOREIGN KEY ("project_id","model_id") REFERENCES "public"."models"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_aliases" ADD CONSTRAINT "model_aliases_set_by_users_id_fk" FOREIGN KEY ("set_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_aliases" ADD CONSTRAINT "model_aliases_project_id_model_id_models_project_id_id_fk" FOREIGN KEY ("project_id","model_id") REFERENCES "public"."models"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_aliases" ADD CONSTRAINT "model_aliases_project_id_version_id_model_versions_project_id_id_fk" FOREIGN KEY ("project_id","version_id") REFERENCES "public"."model_versions"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "logged_model_metrics_value_idx" ON "logged_model_metrics" USING btree ("project_id","key","value");--> statement-breakpoint
CREATE INDEX "logged_models_page_idx" ON "logged_models" USING btree ("project_id","experiment_id","created_at" DESC NULLS LAST,"id");--> statement-breakpoint
CREATE INDEX "logged_models_run_idx" ON "logged_models" USING btree ("project_id","source_run_id");--> statement-breakpoint
CREATE INDEX "model_aliases_version_idx" ON "model_aliases" USING btree ("project_id","version_id");--> statement-breakpoint
ALTER TABLE "model_versions" ADD CONSTRAINT "model_versions_project_id_logged_model_id_logged_models_project_id_id_fk" FOREIGN KEY ("project_id","logged_model_id") REFERENCES "public"."logged_models"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "model_versions_run_idx" ON "model_versions" USING btree ("project_id","run_id");
--> statement-breakpoint
UPDATE "models" SET "updated_at" = "created_at";--> statement-breakpoint
UPDATE "model_versions" SET "updated_at" = "registered_at";--> statement-breakpoint
CREATE FUNCTION countersign_keep_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.project_id, NEW.id, NEW.model_id, NEW.version, NEW.run_id, NEW.logged_model_id, NEW.registered_by, NEW.registered_at)
     IS DISTINCT FROM
     (OLD.project_id, OLD.id, OLD.model_id, OLD.version, OLD.run_id, OLD.logged_model_id, OLD.registered_by, OLD.registered_at) THEN
    RAISE EXCEPTION 'what a model version is of does not change; register another' USING ERRCODE = 'CS008';
  END IF;
  IF NEW.digest IS DISTINCT FROM OLD.digest AND OLD.status <> 'pending' THEN
    RAISE EXCEPTION 'the digest of a version is final once its run has ended' USING ERRCODE = 'CS008';
  END IF;
  IF (OLD.status = 'deleted' AND NEW.status <> 'deleted') OR (OLD.status <> 'pending' AND NEW.status = 'pending') THEN
    RAISE EXCEPTION 'a version does not go from % to %', OLD.status, NEW.status USING ERRCODE = 'CS008';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER model_versions_keep BEFORE UPDATE ON model_versions
  FOR EACH ROW EXECUTE FUNCTION countersign_keep_version();
--> statement-breakpoint
ALTER TABLE model_versions ENABLE ALWAYS TRIGGER model_versions_keep;
--> statement-breakpoint
CREATE TRIGGER model_versions_no_delete BEFORE DELETE ON model_versions
  FOR EACH ROW EXECUTE FUNCTION countersign_append_only();
--> statement-breakpoint
ALTER TABLE model_versions ENABLE ALWAYS TRIGGER model_versions_no_delete;
--> statement-breakpoint
CREATE TRIGGER models_no_delete BEFORE DELETE ON models
  FOR EACH ROW EXECUTE FUNCTION countersign_append_only();
--> statement-breakpoint
ALTER TABLE models ENABLE ALWAYS TRIGGER models_no_delete;
--> statement-breakpoint
CREATE FUNCTION countersign_promote_final_versions() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE found text;
BEGIN
  SELECT status INTO found FROM model_versions WHERE project_id = NEW.project_id AND id = NEW.version_id;
  IF found IN ('pending', 'deleted') THEN
    RAISE EXCEPTION 'version % is % and cannot be promoted', NEW.version_id, found USING ERRCODE = 'CS008';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER promotions_of_final_versions BEFORE INSERT ON promotions
  FOR EACH ROW EXECUTE FUNCTION countersign_promote_final_versions();
--> statement-breakpoint
ALTER TABLE promotions ENABLE ALWAYS TRIGGER promotions_of_final_versions;
--> statement-breakpoint
CREATE FUNCTION countersign_execute_final_versions() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE found text;
BEGIN
  SELECT v.status INTO found FROM promotions p JOIN model_versions v ON v.project_id = p.project_id AND v.id = p.version_id
    WHERE p.project_id = NEW.project_id AND p.id = NEW.promotion_id;
  IF found IN ('pending', 'deleted') THEN
    RAISE EXCEPTION 'promotion % is of a version that is %', NEW.promotion_id, found USING ERRCODE = 'CS008';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER executions_of_final_versions BEFORE INSERT ON promotion_executions
  FOR EACH ROW EXECUTE FUNCTION countersign_execute_final_versions();
--> statement-breakpoint
ALTER TABLE promotion_executions ENABLE ALWAYS TRIGGER executions_of_final_versions;
