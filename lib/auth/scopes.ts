import type { TokenScope } from "@/db/enums";
import type { Permission } from "./permissions";

/** What a person must be allowed themselves to give a token this scope. */
export const scopePermission = {
  ingest: "run.import",
  read: "project.view",
  deploy: "target.create",
  checks: "check.report",
  promote: "promotion.request",
  webhooks: "webhook.manage",
  sources: "source.manage",
} as const satisfies Record<TokenScope, Permission>;

/** What each scope lets a token do, for the people who choose. */
export const scopeText: Record<TokenScope, string> = {
  ingest: "Send runs, models and predictions",
  read: "Read everything in the project",
  deploy: "Fetch and acknowledge the desired state of deployment targets",
  checks: "Report CI checks of commits and versions",
  promote: "Register and tag versions, request promotions in the owner's name; never approve",
  webhooks: "Create, change, test and remove webhooks in the owner's name",
  sources: "Add, sync, switch and remove sources of runs in the owner's name",
};
