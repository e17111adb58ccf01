CREATE TABLE "api_tokens" (
	"id" text PRIMARY KEY NOT NULL,
	"project_id" integer NOT NULL,
	"name" text NOT NULL,
	"token_hash" text NOT NULL,
	"last_four" text NOT NULL,
	"scopes" text[] NOT NULL,
	"owner_user_id" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	"revoked_by" text
);
--> statement-breakpoint
CREATE TABLE "members" (
	"project_id" integer NOT NULL,
	"user_id" text NOT NULL,
	"role" text NOT NULL,
	"group_name" text DEFAULT '' NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "members_project_id_user_id_role_pk" PRIMARY KEY("project_id","user_id","role")
);
--> statement-breakpoint
CREATE TABLE "oidc_accounts" (
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"user_id" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "oidc_accounts_issuer_subject_pk" PRIMARY KEY("issuer","subject")
);
--> statement-breakpoint
CREATE TABLE "people" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "project_counters" (
	"project_id" integer NOT NULL,
	"kind" text NOT NULL,
	"value" integer NOT NULL,
	CONSTRAINT "project_counters_project_id_kind_pk" PRIMARY KEY("project_id","kind")
);
--> statement-breakpoint
CREATE TABLE "projects" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "projects_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"title" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "setup_links" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "user_sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"auth_time" timestamp (3) with time zone NOT NULL,
	"auth_method" text NOT NULL,
	"epoch" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"user_agent" text
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" text PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"title" text,
	"password_hash" text,
	"is_persona" boolean DEFAULT false NOT NULL,
	"is_instance_admin" boolean DEFAULT false NOT NULL,
	"disabled_at" timestamp (3) with time zone,
	"session_epoch" integer DEFAULT 0 NOT NULL,
	"failed_sign_ins" integer DEFAULT 0 NOT NULL,
	"locked_until" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rollback_triggers" (
	"project_id" integer NOT NULL,
	"rollout_id" text NOT NULL,
	"position" integer NOT NULL,
	"condition" text NOT NULL,
	"owner_user_id" text NOT NULL,
	"mode" text NOT NULL,
	"armed_from_stage" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "rollback_triggers_project_id_rollout_id_position_pk" PRIMARY KEY("project_id","rollout_id","position")
);
--> statement-breakpoint
CREATE TABLE "rollout_events" (
	"project_id" integer NOT NULL,
	"rollout_id" text NOT NULL,
	"seq" integer NOT NULL,
	"from_state" text,
	"to_state" text NOT NULL,
	"stage_index" integer NOT NULL,
	"event" text NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text,
	"actor_name" text NOT NULL,
	"cause" text,
	"generation" bigint,
	"desired" jsonb,
	"idempotency_key" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "rollout_events_project_id_rollout_id_seq_pk" PRIMARY KEY("project_id","rollout_id","seq")
);
--> statement-breakpoint
CREATE TABLE "rollouts" (
	"project_id" integer NOT NULL,
	"id" text NOT NULL,
	"number" integer NOT NULL,
	"target_id" text NOT NULL,
	"kind" text NOT NULL,
	"promotion_id" text,
	"from_version_id" text,
	"to_version_id" text NOT NULL,
	"plan_snapshot" jsonb NOT NULL,
	"plan_digest" text NOT NULL,
	"state" text NOT NULL,
	"stage_index" integer DEFAULT 0 NOT NULL,
	"stage_entered_at" timestamp (3) with time zone NOT NULL,
	"pause_reason" text,
	"parent_rollout_id" text,
	"started_by" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"lock_version" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "rollouts_project_id_id_pk" PRIMARY KEY("project_id","id")
);
--> statement-breakpoint
CREATE TABLE "serving_periods" (
	"project_id" integer NOT NULL,
	"target_id" text NOT NULL,
	"seq" integer NOT NULL,
	"desired" jsonb NOT NULL,
	"rollout_id" text,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "serving_periods_project_id_target_id_seq_pk" PRIMARY KEY("project_id","target_id","seq")
);
--> statement-breakpoint
CREATE TABLE "target_commands" (
	"project_id" integer NOT NULL,
	"target_id" text NOT NULL,
	"generation" bigint NOT NULL,
	"rollout_id" text,
	"payload" jsonb NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"acknowledged_at" timestamp (3) with time zone,
	CONSTRAINT "target_commands_project_id_target_id_generation_pk" PRIMARY KEY("project_id","target_id","generation")
);
--> statement-breakpoint
CREATE TABLE "targets" (
	"project_id" integer NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"model_id" text NOT NULL,
	"environment" text NOT NULL,
	"adapter" text NOT NULL,
	"stable_version_id" text,
	"stable_since" timestamp (3) with time zone,
	"desired" jsonb NOT NULL,
	"desired_generation" bigint DEFAULT 0 NOT NULL,
	"observed" jsonb,
	"observed_generation" bigint DEFAULT 0 NOT NULL,
	"observed_at" timestamp (3) with time zone,
	"hold" jsonb,
	"lease_owner" text,
	"lease_epoch" bigint DEFAULT 0 NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "targets_project_id_id_pk" PRIMARY KEY("project_id","id")
);
--> statement-breakpoint
CREATE TABLE "evaluation_rows" (
	"project_id" integer NOT NULL,
	"digest" text NOT NULL,
	"n" integer NOT NULL,
	"row_ids" "bytea" NOT NULL,
	"labels" "bytea" NOT NULL,
	"columns" jsonb NOT NULL,
	"codes" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "evaluation_rows_project_id_digest_pk" PRIMARY KEY("project_id","digest")
);
--> statement-breakpoint
CREATE TABLE "experiments" (
	"project_id" integer NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"family" text,
	"use_case" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "experiments_project_id_id_pk" PRIMARY KEY("project_id","id")
);
--> statement-breakpoint
CREATE TABLE "metric_points" (
	"project_id" integer NOT NULL,
	"run_id" text NOT NULL,
	"key" text NOT NULL,
	"step" integer NOT NULL,
	"value" double precision,
	CONSTRAINT "metric_points_project_id_run_id_key_step_pk" PRIMARY KEY("project_id","run_id","key","step")
);
--> statement-breakpoint
CREATE TABLE "predictions" (
	"project_id" integer NOT NULL,
	"run_id" text NOT NULL,
	"rows_digest" text NOT NULL,
	"threshold" double precision NOT NULL,
	"scores" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "predictions_project_id_run_id_pk" PRIMARY KEY("project_id","run_id")
);
--> statement-breakpoint
CREATE TABLE "run_artifacts" (
	"project_id" integer NOT NULL,
	"run_id" text NOT NULL,
	"path" text NOT NULL,
	"size_bytes" double precision,
	"sha256" text,
	CONSTRAINT "run_artifacts_project_id_run_id_path_pk" PRIMARY KEY("project_id","run_id","path")
);
--> statement-breakpoint
CREATE TABLE "run_evaluations" (
	"project_id" integer NOT NULL,
	"run_id" text NOT NULL,
	"confusion" jsonb,
	"calibration" jsonb,
	"fairness" jsonb,
	"importances" jsonb,
	"signature" jsonb,
	"signature_problem" text,
	"warnings" jsonb DEFAULT '[]'::jsonb NOT NULL,
	CONSTRAINT "run_evaluations_project_id_run_id_pk" PRIMARY KEY("project_id","run_id")
);
--> statement-breakpoint
CREATE TABLE "run_metrics" (
	"project_id" integer NOT NULL,
	"run_id" text NOT NULL,
	"key" text NOT NULL,
	"value" double precision,
	"raw" text,
	"ci_low" double precision,
	"ci_high" double precision,
	"ci_method" text,
	"n" integer,
	CONSTRAINT "run_metrics_project_id_run_id_key_pk" PRIMARY KEY("project_id","run_id","key")
);
--> statement-breakpoint
CREATE TABLE "run_slices" (
	"project_id" integer NOT NULL,
	"run_id" text NOT NULL,
	"dimension" text NOT NULL,
	"value" text NOT NULL,
	"n" integer NOT NULL,
	"positives" integer,
	"metrics" jsonb NOT NULL,
	"intervals" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"confusion" jsonb,
	CONSTRAINT "run_slices_project_id_run_id_dimension_value_pk" PRIMARY KEY("project_id","run_id","dimension","value")
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"project_id" integer NOT NULL,
	"id" text NOT NULL,
	"experiment_id" text NOT NULL,
	"name" text NOT NULL,
	"intent" text,
	"algorithm" text,
	"status" text NOT NULL,
	"owner_user_id" text,
	"owner_name" text,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"duration_seconds" double precision,
	"error" jsonb,
	"code_commit" text,
	"dataset_snapshot" text,
	"feature_definitions" text,
	"hyperparameters" text,
	"runtime_image" text,
	"seed_policy" text,
	"axis_details" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"eval_dataset_digest" text,
	"threshold" double precision,
	"threshold_rule" text,
	"eval_rows" integer,
	"params" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"metrics" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"tags" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"slice_count" integer DEFAULT 0 NOT NULL,
	"has_predictions" boolean DEFAULT false NOT NULL,
	"source" text DEFAULT 'import' NOT NULL,
	"content_digest" text NOT NULL,
	"imported_at" timestamp (3) with time zone NOT NULL,
	"archived_at" timestamp (3) with time zone,
	CONSTRAINT "runs_project_id_id_pk" PRIMARY KEY("project_id","id")
);
--> statement-breakpoint
CREATE TABLE "environments" (
	"project_id" integer NOT NULL,
	"name" text NOT NULL,
	"position" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "environments_project_id_name_pk" PRIMARY KEY("project_id","name")
);
--> statement-breakpoint
CREATE TABLE "policies" (
	"project_id" integer NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "policies_project_id_id_pk" PRIMARY KEY("project_id","id")
);
--> statement-breakpoint
CREATE TABLE "policy_versions" (
	"project_id" integer NOT NULL,
	"id" text NOT NULL,
	"policy_id" text NOT NULL,
	"version" integer NOT NULL,
	"body" jsonb NOT NULL,
	"digest" text NOT NULL,
	"published_by" text,
	"published_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "policy_versions_project_id_id_pk" PRIMARY KEY("project_id","id")
);
--> statement-breakpoint
CREATE TABLE "card_revisions" (
	"project_id" integer NOT NULL,
	"version_id" text NOT NULL,
	"revision" integer NOT NULL,
	"body" jsonb NOT NULL,
	"edited_by" text NOT NULL,
	"edited_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "card_revisions_project_id_version_id_revision_pk" PRIMARY KEY("project_id","version_id","revision")
);
--> statement-breakpoint
CREATE TABLE "model_versions" (
	"project_id" integer NOT NULL,
	"id" text NOT NULL,
	"model_id" text NOT NULL,
	"version" integer NOT NULL,
	"run_id" text NOT NULL,
	"digest" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"card_revision" integer DEFAULT 0 NOT NULL,
	"registered_by" text NOT NULL,
	"registered_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "model_versions_project_id_id_pk" PRIMARY KEY("project_id","id")
);
--> statement-breakpoint
CREATE TABLE "models" (
	"project_id" integer NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"use_case" text DEFAULT '' NOT NULL,
	"owner_user_id" text,
	"risk_tier" text NOT NULL,
	"risk_revision" integer DEFAULT 1 NOT NULL,
	"lock_version" integer DEFAULT 0 NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "models_project_id_id_pk" PRIMARY KEY("project_id","id")
);
--> statement-breakpoint
CREATE TABLE "risk_revisions" (
	"project_id" integer NOT NULL,
	"model_id" text NOT NULL,
	"revision" integer NOT NULL,
	"tier" text NOT NULL,
	"reason" text NOT NULL,
	"edited_by" text NOT NULL,
	"edited_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "risk_revisions_project_id_model_id_revision_pk" PRIMARY KEY("project_id","model_id","revision")
);
--> statement-breakpoint
CREATE TABLE "comments" (
	"project_id" integer NOT NULL,
	"id" text NOT NULL,
	"promotion_id" text NOT NULL,
	"anchor" text,
	"user_id" text NOT NULL,
	"body" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "comments_project_id_id_pk" PRIMARY KEY("project_id","id")
);
--> statement-breakpoint
CREATE TABLE "promotion_conflicts" (
	"project_id" integer NOT NULL,
	"promotion_id" text NOT NULL,
	"person_id" text NOT NULL,
	"reason" text NOT NULL,
	"added_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "promotion_conflicts_project_id_promotion_id_person_id_reason_pk" PRIMARY KEY("project_id","promotion_id","person_id","reason")
);
--> statement-breakpoint
CREATE TABLE "promotion_decisions" (
	"project_id" integer NOT NULL,
	"id" text NOT NULL,
	"promotion_id" text NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"person_id" text NOT NULL,
	"user_id" text NOT NULL,
	"comment" text DEFAULT '' NOT NULL,
	"subject_digest" text NOT NULL,
	"signature" jsonb NOT NULL,
	"decided_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"ended_reason" text,
	"ended_by" text,
	CONSTRAINT "promotion_decisions_project_id_id_pk" PRIMARY KEY("project_id","id")
);
--> statement-breakpoint
CREATE TABLE "promotion_evaluations" (
	"project_id" integer NOT NULL,
	"promotion_id" text NOT NULL,
	"evaluation" integer NOT NULL,
	"evidence" jsonb NOT NULL,
	"evidence_digest" text NOT NULL,
	"results" jsonb NOT NULL,
	"results_digest" text NOT NULL,
	"evaluated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "promotion_evaluations_project_id_promotion_id_evaluation_pk" PRIMARY KEY("project_id","promotion_id","evaluation")
);
--> statement-breakpoint
CREATE TABLE "promotion_executions" (
	"project_id" integer NOT NULL,
	"promotion_id" text NOT NULL,
	"subject_digest" text NOT NULL,
	"rollout_id" text NOT NULL,
	"executed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "promotion_executions_project_id_promotion_id_pk" PRIMARY KEY("project_id","promotion_id")
);
--> statement-breakpoint
CREATE TABLE "promotions" (
	"project_id" integer NOT NULL,
	"id" text NOT NULL,
	"number" integer NOT NULL,
	"model_id" text NOT NULL,
	"version_id" text NOT NULL,
	"environment" text NOT NULL,
	"state" text NOT NULL,
	"reason" text NOT NULL,
	"rollout_plan" jsonb NOT NULL,
	"rollback_plan" jsonb NOT NULL,
	"target_id" text NOT NULL,
	"requested_by" text NOT NULL,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"policy_version_id" text NOT NULL,
	"baseline_version_id" text,
	"evaluation" integer DEFAULT 0 NOT NULL,
	"subject" jsonb,
	"subject_digest" text,
	"evaluated_at" timestamp (3) with time zone,
	"approved_at" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"closed_reason" text,
	"lock_version" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "promotions_project_id_id_pk" PRIMARY KEY("project_id","id")
);
--> statement-breakpoint
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_owner_user_id_users_id_fk" FOREIGN KEY ("owner_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oidc_accounts" ADD CONSTRAINT "oidc_accounts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_counters" ADD CONSTRAINT "project_counters_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_sessions" ADD CONSTRAINT "user_sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rollback_triggers" ADD CONSTRAINT "rollback_triggers_project_id_rollout_id_rollouts_project_id_id_fk" FOREIGN KEY ("project_id","rollout_id") REFERENCES "public"."rollouts"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rollout_events" ADD CONSTRAINT "rollout_events_project_id_rollout_id_rollouts_project_id_id_fk" FOREIGN KEY ("project_id","rollout_id") REFERENCES "public"."rollouts"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rollouts" ADD CONSTRAINT "rollouts_project_id_target_id_targets_project_id_id_fk" FOREIGN KEY ("project_id","target_id") REFERENCES "public"."targets"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rollouts" ADD CONSTRAINT "rollouts_project_id_to_version_id_model_versions_project_id_id_fk" FOREIGN KEY ("project_id","to_version_id") REFERENCES "public"."model_versions"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "serving_periods" ADD CONSTRAINT "serving_periods_project_id_target_id_targets_project_id_id_fk" FOREIGN KEY ("project_id","target_id") REFERENCES "public"."targets"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "target_commands" ADD CONSTRAINT "target_commands_project_id_target_id_targets_project_id_id_fk" FOREIGN KEY ("project_id","target_id") REFERENCES "public"."targets"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "targets" ADD CONSTRAINT "targets_project_id_model_id_models_project_id_id_fk" FOREIGN KEY ("project_id","model_id") REFERENCES "public"."models"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "targets" ADD CONSTRAINT "targets_project_id_environment_environments_project_id_name_fk" FOREIGN KEY ("project_id","environment") REFERENCES "public"."environments"("project_id","name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "predictions" ADD CONSTRAINT "predictions_project_id_rows_digest_evaluation_rows_project_id_digest_fk" FOREIGN KEY ("project_id","rows_digest") REFERENCES "public"."evaluation_rows"("project_id","digest") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_project_id_experiment_id_experiments_project_id_id_fk" FOREIGN KEY ("project_id","experiment_id") REFERENCES "public"."experiments"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_versions" ADD CONSTRAINT "policy_versions_published_by_users_id_fk" FOREIGN KEY ("published_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_versions" ADD CONSTRAINT "policy_versions_project_id_policy_id_policies_project_id_id_fk" FOREIGN KEY ("project_id","policy_id") REFERENCES "public"."policies"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "card_revisions" ADD CONSTRAINT "card_revisions_edited_by_users_id_fk" FOREIGN KEY ("edited_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "card_revisions" ADD CONSTRAINT "card_revisions_project_id_version_id_model_versions_project_id_id_fk" FOREIGN KEY ("project_id","version_id") REFERENCES "public"."model_versions"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_versions" ADD CONSTRAINT "model_versions_registered_by_users_id_fk" FOREIGN KEY ("registered_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_versions" ADD CONSTRAINT "model_versions_project_id_model_id_models_project_id_id_fk" FOREIGN KEY ("project_id","model_id") REFERENCES "public"."models"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_versions" ADD CONSTRAINT "model_versions_project_id_run_id_runs_project_id_id_fk" FOREIGN KEY ("project_id","run_id") REFERENCES "public"."runs"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "models" ADD CONSTRAINT "models_owner_user_id_users_id_fk" FOREIGN KEY ("owner_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "risk_revisions" ADD CONSTRAINT "risk_revisions_edited_by_users_id_fk" FOREIGN KEY ("edited_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "risk_revisions" ADD CONSTRAINT "risk_revisions_project_id_model_id_models_project_id_id_fk" FOREIGN KEY ("project_id","model_id") REFERENCES "public"."models"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_project_id_promotion_id_promotions_project_id_id_fk" FOREIGN KEY ("project_id","promotion_id") REFERENCES "public"."promotions"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promotion_conflicts" ADD CONSTRAINT "promotion_conflicts_project_id_promotion_id_promotions_project_id_id_fk" FOREIGN KEY ("project_id","promotion_id") REFERENCES "public"."promotions"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promotion_decisions" ADD CONSTRAINT "promotion_decisions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promotion_decisions" ADD CONSTRAINT "promotion_decisions_project_id_promotion_id_promotions_project_id_id_fk" FOREIGN KEY ("project_id","promotion_id") REFERENCES "public"."promotions"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promotion_evaluations" ADD CONSTRAINT "promotion_evaluations_project_id_promotion_id_promotions_project_id_id_fk" FOREIGN KEY ("project_id","promotion_id") REFERENCES "public"."promotions"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promotion_executions" ADD CONSTRAINT "promotion_executions_project_id_promotion_id_promotions_project_id_id_fk" FOREIGN KEY ("project_id","promotion_id") REFERENCES "public"."promotions"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promotions" ADD CONSTRAINT "promotions_requested_by_users_id_fk" FOREIGN KEY ("requested_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promotions" ADD CONSTRAINT "promotions_project_id_version_id_model_versions_project_id_id_fk" FOREIGN KEY ("project_id","version_id") REFERENCES "public"."model_versions"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promotions" ADD CONSTRAINT "promotions_project_id_environment_environments_project_id_name_fk" FOREIGN KEY ("project_id","environment") REFERENCES "public"."environments"("project_id","name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promotions" ADD CONSTRAINT "promotions_project_id_policy_version_id_policy_versions_project_id_id_fk" FOREIGN KEY ("project_id","policy_version_id") REFERENCES "public"."policy_versions"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "api_tokens_hash_key" ON "api_tokens" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "api_tokens_project_idx" ON "api_tokens" USING btree ("project_id");--> statement-breakpoint
CREATE INDEX "members_user_idx" ON "members" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "projects_name_key" ON "projects" USING btree ("name");--> statement-breakpoint
CREATE INDEX "user_sessions_user_idx" ON "user_sessions" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email_key" ON "users" USING btree (lower("email"));--> statement-breakpoint
CREATE INDEX "users_person_idx" ON "users" USING btree ("person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "rollout_events_idempotency_key" ON "rollout_events" USING btree ("project_id","rollout_id","idempotency_key");--> statement-breakpoint
CREATE UNIQUE INDEX "rollouts_number_key" ON "rollouts" USING btree ("project_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "rollouts_one_running_key" ON "rollouts" USING btree ("project_id","target_id") WHERE "rollouts"."state" NOT IN ('COMPLETED', 'ROLLED_BACK', 'CANCELLED', 'SUPERSEDED');--> statement-breakpoint
CREATE INDEX "rollouts_target_idx" ON "rollouts" USING btree ("project_id","target_id","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "serving_periods_time_idx" ON "serving_periods" USING btree ("project_id","target_id","started_at" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "targets_name_key" ON "targets" USING btree ("project_id","name");--> statement-breakpoint
CREATE UNIQUE INDEX "experiments_name_key" ON "experiments" USING btree ("project_id","name");--> statement-breakpoint
CREATE INDEX "run_metrics_value_idx" ON "run_metrics" USING btree ("project_id","key","value" DESC NULLS LAST,"run_id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "runs_page_idx" ON "runs" USING btree ("project_id","started_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "runs_experiment_page_idx" ON "runs" USING btree ("project_id","experiment_id","started_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "runs_name_idx" ON "runs" USING btree ("project_id",lower("name"),"id");--> statement-breakpoint
CREATE UNIQUE INDEX "policies_name_key" ON "policies" USING btree ("project_id","name");--> statement-breakpoint
CREATE UNIQUE INDEX "policy_versions_number_key" ON "policy_versions" USING btree ("project_id","policy_id","version");--> statement-breakpoint
CREATE UNIQUE INDEX "model_versions_number_key" ON "model_versions" USING btree ("project_id","model_id","version");--> statement-breakpoint
CREATE UNIQUE INDEX "models_name_key" ON "models" USING btree ("project_id","name");--> statement-breakpoint
CREATE INDEX "comments_promotion_idx" ON "comments" USING btree ("project_id","promotion_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "promotion_decisions_one_valid_key" ON "promotion_decisions" USING btree ("project_id","promotion_id","person_id") WHERE "promotion_decisions"."state" = 'valid';--> statement-breakpoint
CREATE UNIQUE INDEX "promotions_number_key" ON "promotions" USING btree ("project_id","number");--> statement-breakpoint
CREATE INDEX "promotions_state_idx" ON "promotions" USING btree ("project_id","state","requested_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "promotions_version_idx" ON "promotions" USING btree ("project_id","version_id");