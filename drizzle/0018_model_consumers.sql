CREATE TABLE "model_consumers" (
	"project_id" integer NOT NULL,
	"id" text NOT NULL,
	"model_id" text NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"owner_user_id" text,
	"schema" jsonb NOT NULL,
	"schema_digest" text NOT NULL,
	"registered_by" text NOT NULL,
	"registered_at" timestamp (3) with time zone NOT NULL,
	"retired_by" text,
	"retired_at" timestamp (3) with time zone,
	"retired_reason" text,
	CONSTRAINT "model_consumers_project_id_id_pk" PRIMARY KEY("project_id","id")
);
--> statement-breakpoint
ALTER TABLE "model_consumers" ADD CONSTRAINT "model_consumers_owner_user_id_users_id_fk" FOREIGN KEY ("owner_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_consumers" ADD CONSTRAINT "model_consumers_registered_by_users_id_fk" FOREIGN KEY ("registered_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_consumers" ADD CONSTRAINT "model_consumers_retired_by_users_id_fk" FOREIGN KEY ("retired_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_consumers" ADD CONSTRAINT "model_consumers_project_id_model_id_models_project_id_id_fk" FOREIGN KEY ("project_id","model_id") REFERENCES "public"."models"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "model_consumers_name_key" ON "model_consumers" USING btree ("project_id","model_id","name") WHERE "model_consumers"."retired_at" is null;--> statement-breakpoint
CREATE INDEX "model_consumers_model_idx" ON "model_consumers" USING btree ("project_id","model_id","registered_at");--> statement-breakpoint
CREATE FUNCTION countersign_keep_consumer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.retired_at IS NOT NULL OR
     (NEW.project_id, NEW.id, NEW.model_id, NEW.name, NEW.description, NEW.owner_user_id, NEW.schema, NEW.schema_digest, NEW.registered_by, NEW.registered_at)
     IS DISTINCT FROM
     (OLD.project_id, OLD.id, OLD.model_id, OLD.name, OLD.description, OLD.owner_user_id, OLD.schema, OLD.schema_digest, OLD.registered_by, OLD.registered_at) THEN
    RAISE EXCEPTION 'a registered consumer does not change; retire it and register another' USING ERRCODE = 'CS003';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER model_consumers_keep BEFORE UPDATE ON model_consumers
  FOR EACH ROW EXECUTE FUNCTION countersign_keep_consumer();
--> statement-breakpoint
ALTER TABLE model_consumers ENABLE ALWAYS TRIGGER model_consumers_keep;
--> statement-breakpoint
CREATE TRIGGER model_consumers_no_delete BEFORE DELETE ON model_consumers
  FOR EACH ROW EXECUTE FUNCTION countersign_append_only();
--> statement-breakpoint
ALTER TABLE model_consumers ENABLE ALWAYS TRIGGER model_consumers_no_delete;
