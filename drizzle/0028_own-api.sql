CREATE TABLE "api_idempotency" (
	"project_id" integer NOT NULL,
	"token_id" text NOT NULL,
	"key" text NOT NULL,
	"request_digest" text NOT NULL,
	"status" integer,
	"body" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "api_idempotency_project_id_token_id_key_pk" PRIMARY KEY("project_id","token_id","key")
);
--> statement-breakpoint
CREATE TABLE "api_rate_buckets" (
	"project_id" integer NOT NULL,
	"token_id" text NOT NULL,
	"level" double precision NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "api_rate_buckets_project_id_token_id_pk" PRIMARY KEY("project_id","token_id")
);
--> statement-breakpoint
CREATE INDEX "api_idempotency_age_idx" ON "api_idempotency" USING btree ("project_id","created_at");