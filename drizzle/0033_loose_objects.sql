CREATE TABLE "loose_objects" (
	"project_id" integer NOT NULL,
	"object_key" text NOT NULL,
	"since" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "loose_objects_project_id_object_key_pk" PRIMARY KEY("project_id","object_key")
);
--> statement-breakpoint
CREATE INDEX "loose_objects_since_idx" ON "loose_objects" USING btree ("since");