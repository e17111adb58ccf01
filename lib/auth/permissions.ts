import type { Role, TokenScope } from "@/db/enums";
import type { Actor } from "@/lib/context";

type Row = {
  description: string;
  roles: readonly Role[];
  /** API tokens with one of these scopes may. */
  scopes?: readonly TokenScope[];
  /** The installation itself may: the launcher, the worker, the command line. */
  system?: boolean;
  /** Installation administrators may, in every project and outside of them. */
  instanceAdmin?: boolean;
  /** Everyone who is signed in may, for themselves; no role needed. */
  oneself?: boolean;
};
const row = (description: string, roles: readonly Role[], more: Omit<Row, "description" | "roles"> = {}): Row => ({
  description,
  roles,
  ...more,
});

const everyone: readonly Role[] = [
  "viewer",
  "data_scientist",
  "reviewer",
  "risk_officer",
  "operator",
  "auditor",
  "admin",
];

/** The one matrix: who may do what. Server checks, buttons, the access page and the access tests all read it. */
export const permissions = {
  "project.view": row("See everything in the project", everyone, { scopes: ["read"], system: true }),
  "run.import": row("Bring in runs and predictions", ["data_scientist", "admin"], { scopes: ["ingest"], system: true }),
  "run.archive": row("Archive and restore runs and experiments", ["data_scientist", "admin"], { scopes: ["ingest"] }),
  "run.tag": row("Tag runs", ["data_scientist", "reviewer", "risk_officer", "admin"], { scopes: ["ingest"] }),
  "view.save": row("Keep views of the run table for oneself", [], { oneself: true }),
  "view.share": row("Keep views of the run table for the team", [
    "data_scientist",
    "reviewer",
    "risk_officer",
    "admin",
  ]),
  "comparison.save": row("Save comparisons of runs, change and delete one's own", [
    "data_scientist",
    "reviewer",
    "risk_officer",
    "operator",
    "admin",
  ]),
  "comparison.manage": row("Change and delete comparisons that others saved", ["admin"]),
  "check.report": row("Report CI checks", ["data_scientist", "admin"], { scopes: ["checks"] }),
  "check.view": row("List reports of CI checks", everyone, { scopes: ["read", "checks"] }),
  "artifact.store": row("Upload files of runs and logged models", ["data_scientist", "admin"], { scopes: ["ingest"] }),
  "artifact.delete": row("Delete uploaded files that no version rests on", ["data_scientist", "admin"], {
    scopes: ["ingest"],
  }),
  "artifact.sweep": row("Remove stored bytes that no file refers to", [], { system: true }),
  "logged_model.log": row("Log models of training runs", ["data_scientist", "admin"], { scopes: ["ingest"] }),
  "model.create": row("Create a model", ["data_scientist", "risk_officer", "admin"], {
    scopes: ["promote"],
    system: true,
  }),
  "model.edit": row(
    "Change a model's name, owner, use case and description",
    ["data_scientist", "risk_officer", "admin"],
    { scopes: ["promote"] },
  ),
  "model.tag": row("Tag models and versions, and move aliases that are bound to nothing", ["data_scientist", "admin"], {
    scopes: ["promote"],
  }),
  "model.free_alias": row("Let clients move an alias that is bound to an environment", ["risk_officer"]),
  "model.delete": row("Delete a model or version that serves nowhere", ["data_scientist", "admin"], {
    scopes: ["promote"],
  }),
  "model.set_risk_tier": row("Set another risk tier than the rule gives, in an assessment", ["risk_officer"]),
  "consumer.register": row("Register who calls a model, and with which schema", [
    "data_scientist",
    "risk_officer",
    "operator",
  ]),
  "consumer.retire": row("Retire a consumer of a model, or replace the schema it is held to", [
    "risk_officer",
    "operator",
  ]),
  "risk.assess": row("Write a risk assessment", ["data_scientist", "reviewer", "risk_officer"]),
  "risk.sign_off": row("Sign off a risk assessment, or send it back", ["reviewer", "risk_officer"]),
  "risk.request_review": row(
    "Ask for a risk assessment to be reviewed before its date",
    ["data_scientist", "reviewer", "risk_officer", "operator"],
    { system: true },
  ),
  "risk.map_controls": row("Edit control mappings and what is noted on them", ["risk_officer"]),
  "finding.raise": row("Raise a finding", ["data_scientist", "reviewer", "risk_officer", "operator"]),
  "finding.edit": row("Change, assign and reopen findings", ["data_scientist", "reviewer", "risk_officer", "operator"]),
  "finding.close": row("Verify and close findings of others, lower what they ask for", ["reviewer", "risk_officer"]),
  "finding.accept": row("Accept a finding's risk until a date", ["risk_officer"]),
  "finding.expire": row("Reopen a finding whose acceptance ran out", [], { system: true }),
  "version.register": row("Register a model version from a run", ["data_scientist"], { scopes: ["promote"] }),
  "version.archive": row("Archive and restore model versions", ["data_scientist", "admin"], { scopes: ["promote"] }),
  "version.seal": row("Take the final digest of a version once its run has ended", [], { system: true }),
  "card.edit": row("Write the model card of a version and send it to review", ["data_scientist", "risk_officer"]),
  "card.approve": row("Approve a model card or send it back", ["reviewer", "risk_officer"]),
  "card.archive": row("Archive a model card", ["risk_officer", "admin"]),
  "promotion.request": row("Request a promotion", ["data_scientist", "operator"], { scopes: ["promote"] }),
  "promotion.view": row("Follow the state of a promotion from a pipeline", everyone, { scopes: ["read", "promote"] }),
  "promotion.evaluate": row(
    "Evaluate the gates again on current evidence",
    ["data_scientist", "reviewer", "risk_officer"],
    { system: true },
  ),
  "promotion.comment": row("Comment on a promotion", [
    "data_scientist",
    "reviewer",
    "risk_officer",
    "operator",
    "auditor",
  ]),
  "promotion.approve": row("Approve a promotion", ["reviewer", "risk_officer"]),
  "promotion.request_changes": row("Request changes to a promotion", ["reviewer", "risk_officer"]),
  "promotion.reject": row("Reject a promotion", ["reviewer", "risk_officer"]),
  "promotion.clear": row("Clear one's own blocking decision", ["reviewer", "risk_officer"]),
  "promotion.override": row("Override another person's blocking decision, with a reason", ["risk_officer"]),
  "promotion.waive": row("Waive a gate for a version and a time", ["risk_officer"]),
  "promotion.attach": row("Attach comparisons to one's own request, and take them off", ["data_scientist", "operator"]),
  "promotion.withdraw": row("Withdraw a promotion", ["data_scientist", "operator"]),
  "promotion.execute": row("Carry out an approved promotion", ["operator"], { system: true }),
  "promotion.break_glass": row("Carry out a promotion in an emergency, without its quorum", [
    "operator",
    "risk_officer",
  ]),
  "promotion.review_emergency": row("Review what was carried out in an emergency", ["reviewer", "risk_officer"]),
  "target.create": row("Create a deployment target", ["operator", "admin"], { system: true }),
  "target.acknowledge": row("Report or confirm what a target serves", ["operator"], {
    scopes: ["deploy"],
    system: true,
  }),
  "target.poll": row("Read the desired state of a target", everyone, { scopes: ["deploy", "read"] }),
  "target.release_hold": row("Release the hold on a target", ["operator"]),
  "rollout.advance": row("Advance a rollout to its next stage", ["operator"], { system: true }),
  "rollout.pause": row("Pause a rollout", ["operator", "risk_officer"], { system: true }),
  "rollout.resume": row("Resume a paused rollout", ["operator"]),
  "rollout.roll_back": row("Roll back", ["operator", "risk_officer"], { system: true }),
  "policy.edit": row("Write and propose policies", ["reviewer", "risk_officer"]),
  "policy.publish": row("Publish or reject a policy that somebody else proposed", ["risk_officer"]),
  "audit.view": row("Read the audit log", everyone, { scopes: ["read"] }),
  "audit.verify": row("Verify the audit log", everyone, { system: true }),
  "audit.export": row("Export evidence bundles and the log", ["reviewer", "risk_officer", "auditor", "admin"], {
    scopes: ["read"],
  }),
  "member.view": row("See members and their roles", everyone),
  "member.manage": row("Add members and change roles", ["admin"], { system: true }),
  "delegation.manage": row("Have a colleague of the same role decide for oneself, for a time", [
    "reviewer",
    "risk_officer",
  ]),
  "access.review": row("Review and attest who may decide what", ["risk_officer", "admin"], { system: true }),
  "token.view": row("See API tokens", ["data_scientist", "operator", "auditor", "admin"]),
  "token.create": row("Create an API token", ["data_scientist", "operator", "admin"], { system: true }),
  "token.revoke": row("Revoke an API token", ["data_scientist", "operator", "admin"], { system: true }),
  "webhook.view": row("See webhooks and their deliveries", ["operator", "auditor", "admin"], { scopes: ["webhooks"] }),
  "webhook.manage": row("Create, change, test and disable webhooks", ["admin"], { scopes: ["webhooks"], system: true }),
  "source.view": row("See sources of runs and how their syncs go", ["data_scientist", "operator", "auditor", "admin"], {
    scopes: ["read", "sources"],
  }),
  "source.manage": row("Add, change, sync and remove sources of runs", ["admin"], { scopes: ["sources"] }),
  "response_times.set": row("Set how long a promotion may wait for its first decision", ["risk_officer", "admin"]),
  "inbox.remind": row("Remind people of what waits and escalate what is overdue", [], { system: true }),
  "project.create": row("Create a project", [], { system: true, instanceAdmin: true }),
  "user.create": row("Create a user account", ["admin"], { system: true, instanceAdmin: true }),
  "user.disable": row("Disable and enable a user account", [], { system: true, instanceAdmin: true }),
  "user.link": row("Say that two accounts belong to one person", [], { system: true, instanceAdmin: true }),
  "session.start": row("Start a session once an identity is proven", [], { system: true }),
  "notification.manage": row("Read one's own notifications and say how to be told", [], {
    oneself: true,
    system: true,
  }),
  "session.manage": row("List, confirm and end one's own sessions", [], { oneself: true }),
} as const satisfies Record<string, Row>;

export type Permission = keyof typeof permissions;
export const permissionNames = Object.keys(permissions) as Permission[];
export const permissionRow = (permission: Permission): Row => permissions[permission];

/** Whether the matrix gives `actor` this permission. */
export function can(actor: Actor, permission: Permission): boolean {
  const rule = permissionRow(permission);
  switch (actor.kind) {
    case "system":
      return rule.system === true;
    case "token":
      return rule.scopes?.some((scope) => actor.scopes.includes(scope)) ?? false;
    case "user":
      if (rule.oneself || (rule.instanceAdmin && actor.isInstanceAdmin)) return true;
      return rolesAllow(actor.roles, permission);
  }
}

/** Whether any of these roles has the permission. */
export const rolesAllow = (held: readonly Role[], permission: Permission): boolean =>
  permissionRow(permission).roles.some((role) => held.includes(role));
