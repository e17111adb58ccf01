DROP INDEX "runs_page_idx";--> statement-breakpoint
DROP INDEX "runs_experiment_page_idx";--> statement-breakpoint
DROP INDEX "runs_recipe_idx";--> statement-breakpoint
CREATE INDEX "runs_page_idx" ON "runs" USING btree ("project_id","started_at" NULLS FIRST,"id" NULLS FIRST,"archived_at");--> statement-breakpoint
CREATE INDEX "runs_experiment_page_idx" ON "runs" USING btree ("project_id","experiment_id","started_at" NULLS FIRST,"id" NULLS FIRST,"archived_at");--> statement-breakpoint
CREATE INDEX "runs_recipe_idx" ON "runs" USING btree ("project_id","hyperparameters","code_commit") WHERE "runs"."code_commit" is not null;