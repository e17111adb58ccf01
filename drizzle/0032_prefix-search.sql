CREATE INDEX "logged_models_name_prefix_idx" ON "logged_models" USING btree ("project_id",lower("name") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "model_aliases_prefix_idx" ON "model_aliases" USING btree ("project_id",lower("alias") text_pattern_ops);
--> statement-breakpoint
-- Starts of names and ids of runs. Where texts are ordered byte by byte, the indexes for order and identity find them already, and a
-- logged run need not pay for two more.
DO $$ BEGIN
  IF NOT EXISTS (
    SELECT FROM pg_database WHERE datname = current_database()
      AND (datlocprovider = 'b' OR (datlocprovider = 'c' AND datcollate IN ('C', 'POSIX')))
  ) THEN
    CREATE INDEX "runs_name_prefix_idx" ON "runs" USING btree ("project_id", lower("name") text_pattern_ops);
    CREATE INDEX "runs_id_prefix_idx" ON "runs" USING btree ("project_id", "id" text_pattern_ops);
  END IF;
END $$;
