CREATE TABLE "comparisons" (
	"project_id" integer NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"query" text NOT NULL,
	"runs" jsonb NOT NULL,
	"digest" text NOT NULL,
	"created_by" text NOT NULL,
	"updated_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "comparisons_project_id_id_pk" PRIMARY KEY("project_id","id")
);
--> statement-breakpoint
CREATE TABLE "promotion_comparisons" (
	"project_id" integer NOT NULL,
	"promotion_id" text NOT NULL,
	"comparison_id" text NOT NULL,
	"name" text NOT NULL,
	"note" text NOT NULL,
	"query" text NOT NULL,
	"run_ids" jsonb NOT NULL,
	"attached_by" text NOT NULL,
	"attached_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "promotion_comparisons_project_id_promotion_id_comparison_id_pk" PRIMARY KEY("project_id","promotion_id","comparison_id")
);
--> statement-breakpoint
ALTER TABLE "comparisons" ADD CONSTRAINT "comparisons_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comparisons" ADD CONSTRAINT "comparisons_updated_by_users_id_fk" FOREIGN KEY ("updated_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promotion_comparisons" ADD CONSTRAINT "promotion_comparisons_attached_by_users_id_fk" FOREIGN KEY ("attached_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promotion_comparisons" ADD CONSTRAINT "promotion_comparisons_project_id_promotion_id_promotions_project_id_id_fk" FOREIGN KEY ("project_id","promotion_id") REFERENCES "public"."promotions"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "comparisons_name_key" ON "comparisons" USING btree ("project_id",lower("name"));--> statement-breakpoint
CREATE INDEX "comparisons_updated_idx" ON "comparisons" USING btree ("project_id","updated_at" DESC NULLS LAST,"id" DESC NULLS LAST);