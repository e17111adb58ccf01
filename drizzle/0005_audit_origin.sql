CREATE TABLE "audit_log" (
	"id" integer PRIMARY KEY NOT NULL,
	"origin" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "audit_log_one_row" CHECK ("audit_log"."id" = 1)
);
--> statement-breakpoint
INSERT INTO "audit_log" ("id", "origin")
VALUES (1, 'countersign.local/' || left(replace(gen_random_uuid()::text, '-', ''), 12) || '/log/1');
--> statement-breakpoint
SELECT countersign_guard_append_only('audit_log');
