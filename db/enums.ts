/** Closed vocabularies shared by tables, zod schemas and screens. Imports nothing, so it is safe in any bundle. */
export const roles = ["viewer", "data_scientist", "reviewer", "risk_officer", "operator", "auditor", "admin"] as const;
export type Role = (typeof roles)[number];

export const tokenScopes = ["ingest", "read", "deploy", "checks", "promote", "webhooks", "sources"] as const;
export type TokenScope = (typeof tokenScopes)[number];

export const authMethods = ["password", "oidc", "persona"] as const;
export type AuthMethod = (typeof authMethods)[number];

export const runStatuses = ["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"] as const;
export type RunStatus = (typeof runStatuses)[number];

/** Whose folder a file is in. */
export const artifactOwners = ["run", "model"] as const;
export type ArtifactOwner = (typeof artifactOwners)[number];

export const axes = [
  "code_commit",
  "dataset_snapshot",
  "feature_definitions",
  "hyperparameters",
  "runtime_image",
  "seed_policy",
] as const;
export type Axis = (typeof axes)[number];

export const riskTiers = ["low", "medium", "high"] as const;
export type RiskTier = (typeof riskTiers)[number];

export const riskStatuses = ["draft", "submitted", "signed_off", "superseded"] as const;
export type RiskStatus = (typeof riskStatuses)[number];

/** Least to most severe. */
export const findingSeverities = ["low", "medium", "high", "critical"] as const;
export type FindingSeverity = (typeof findingSeverities)[number];

/** `mitigated`: its owner says so, nobody else has verified it yet. `accepted`: the risk is borne until a date. */
export const findingStates = ["open", "mitigated", "accepted", "closed"] as const;
export type FindingState = (typeof findingStates)[number];

export const controlStatuses = ["not_assessed", "evidence_missing", "evidence_partial", "evidence_in_place"] as const;
export type ControlStatus = (typeof controlStatuses)[number];

/** `pending`: its run has not ended, so nothing final is governed yet. `deleted` is an end; the number is never given again. */
export const versionStatuses = ["pending", "active", "archived", "deleted"] as const;
export type VersionStatus = (typeof versionStatuses)[number];

export const loggedModelStatuses = ["PENDING", "READY", "UPLOAD_FAILED"] as const;
export type LoggedModelStatus = (typeof loggedModelStatuses)[number];

export const cardStatuses = ["draft", "pending_review", "approved", "archived"] as const;
export type CardStatus = (typeof cardStatuses)[number];

export const cardReviewKinds = ["submitted", "approved", "sent_back", "archived"] as const;
export type CardReviewKind = (typeof cardReviewKinds)[number];

export const promotionStates = [
  "draft",
  "evaluating",
  "blocked",
  "awaiting_approval",
  "approved",
  "executing",
  "executed",
  "changes_requested",
  "rejected",
  "withdrawn",
  "expired",
  "superseded",
] as const;
export type PromotionState = (typeof promotionStates)[number];

/** States in which new evidence can still change what happens; one that is being evaluated may have read the old. */
export const concernedStates = ["evaluating", "blocked", "awaiting_approval", "approved", "changes_requested"] as const;

export const decisionKinds = ["approve", "request_changes", "reject"] as const;
export type DecisionKind = (typeof decisionKinds)[number];

/** `stale`: void because the subject changed; `cleared`: a blocking decision taken back by its author or overridden. */
export const decisionStates = ["valid", "stale", "cleared"] as const;
export type DecisionState = (typeof decisionStates)[number];

export const gateKinds = [
  "metric_threshold",
  "latency",
  "calibration",
  "fairness",
  "slice_floor",
  "regression",
  "seed_spread",
  "reproducibility",
  "lineage",
  "contract",
  "ci_checks",
  "model_card",
  "risk_assessment",
  "findings",
  "owner",
  "rollback_plan",
  "expression",
] as const;
export type GateKind = (typeof gateKinds)[number];

/** `proposed`: waits for a second person; the last three are ends. */
export const policyDraftStates = ["draft", "proposed", "published", "withdrawn", "rejected"] as const;
export type PolicyDraftState = (typeof policyDraftStates)[number];

/** A policy's next version, or its end. */
export const policyDraftKinds = ["version", "retirement"] as const;
export type PolicyDraftKind = (typeof policyDraftKinds)[number];

export const policyDecisionKinds = ["approve", "reject"] as const;
export type PolicyDecisionKind = (typeof policyDecisionKinds)[number];

export const gateOutcomes = ["passed", "failed", "inconclusive", "waived"] as const;
export type GateOutcome = (typeof gateOutcomes)[number];

export const gateSeverities = ["block", "warn"] as const;
export type GateSeverity = (typeof gateSeverities)[number];

export const ciCheckKinds = [
  "transformation_tests",
  "schema_compatibility",
  "training_smoke",
  "inference_contract",
] as const;
export type CiCheckKind = (typeof ciCheckKinds)[number];

/** `error`: the check itself broke; `skipped`: nothing ran. Only `passed` says that it holds. */
export const ciCheckStatuses = ["passed", "failed", "error", "skipped"] as const;
export type CiCheckStatus = (typeof ciCheckStatuses)[number];

export const rolloutStates = [
  "DRAFT",
  "AWAITING_APPROVAL",
  "QUEUED",
  "APPLYING",
  "OBSERVING",
  "GATED",
  "PAUSED",
  "ROLLING_BACK",
  "ROLLBACK_STALLED",
  "COMPLETED",
  "ROLLED_BACK",
  "CANCELLED",
  "SUPERSEDED",
] as const;
export type RolloutState = (typeof rolloutStates)[number];

export const terminalRolloutStates = ["COMPLETED", "ROLLED_BACK", "CANCELLED", "SUPERSEDED"] as const;

export const rolloutKinds = ["forward", "rollback"] as const;
export type RolloutKind = (typeof rolloutKinds)[number];

export const stageKinds = ["shadow", "segment", "ramp", "full"] as const;
export type StageKind = (typeof stageKinds)[number];

export const pauseReasons = ["manual", "inconclusive", "metrics_error", "apply_timeout", "baseline_unhealthy"] as const;
export type PauseReason = (typeof pauseReasons)[number];

export const targetAdapters = ["pull", "webhook", "mlflow-alias", "kserve"] as const;
export type TargetAdapter = (typeof targetAdapters)[number];

export const actorKinds = ["user", "token", "system"] as const;
export type ActorKind = (typeof actorKinds)[number];

export const notificationKinds = [
  "decision",
  "own_request",
  "named",
  "mention",
  "review",
  "reminder",
  "escalation",
  "rollout",
  "policy",
  "integration",
  "access",
] as const;
export type NotificationKind = (typeof notificationKinds)[number];

export const mailRhythms = ["at_once", "daily", "off"] as const;
export type MailRhythm = (typeof mailRhythms)[number];
export type NotificationChoice = { inApp: boolean; mail: MailRhythm };

/** `digest`: waits for the day's summary. `none`: not to be mailed. */
export const mailStates = ["none", "waiting", "digest", "sent", "failed"] as const;
export type MailState = (typeof mailStates)[number];

export const deliveryStates = ["pending", "delivered", "failed"] as const;
export type DeliveryState = (typeof deliveryStates)[number];

export const webhookFormats = ["standard", "mlflow"] as const;
export type WebhookFormat = (typeof webhookFormats)[number];

/** How a source asks who calls: MLflow's own token, or user and password. */
export const sourceAuths = ["none", "token", "basic"] as const;
export type SourceAuth = (typeof sourceAuths)[number];

/** `stopped`: switched off or removed before its end. */
export const syncStates = ["running", "done", "stopped"] as const;
export type SyncState = (typeof syncStates)[number];

export const skipKinds = ["experiment", "run", "history", "logged_model", "model", "version"] as const;
export type SkipKind = (typeof skipKinds)[number];
