CREATE TABLE "stored_artifacts" (
	"project_id" integer NOT NULL,
	"owner" text NOT NULL,
	"owner_id" text NOT NULL,
	"path" text NOT NULL,
	"size_bytes" bigint NOT NULL,
	"sha256" text NOT NULL,
	"object_key" text NOT NULL,
	"stored_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "stored_artifacts_project_id_owner_owner_id_path_pk" PRIMARY KEY("project_id","owner","owner_id","path")
);
--> statement-breakpoint
CREATE INDEX "stored_artifacts_digest_idx" ON "stored_artifacts" USING btree ("project_id","sha256");