import type { Permission } from "./permissions";

/** `public`: anyone; `signed_in`: any signed-in person, the page shows only what is theirs. */
export type Access = Permission | "public" | "signed_in";

/** Every page by its folder below app/. A page without a row fails the build; no row means no access. */
export const pages: Record<string, Access> = {
  "(console)/p/[project]": "project.view",
  "(console)/p/[project]/compare": "project.view",
  "(console)/p/[project]/models": "project.view",
  "(console)/p/[project]/models/register": "version.register",
  "(console)/p/[project]/models/[model]": "project.view",
  "(console)/p/[project]/models/[model]/versions/[version]": "project.view",
  "": "public",
  "(auth)/sign-in": "public",
  "(auth)/setup": "public",
  "(auth)/signed-in": "signed_in",
  "(console)/p/[project]/access": "project.view",
  "(console)/p/[project]/deployments": "project.view",
  "(console)/p/[project]/deployments/rollouts/[number]": "project.view",
  "(console)/p/[project]/deployments/targets/[target]": "project.view",
  "(console)/p/[project]/settings/targets": "project.view",
  "(console)/p/[project]/settings": "project.view",
  "(console)/p/[project]/settings/account": "session.manage",
  "(console)/p/[project]/settings/members": "member.view",
  "(console)/p/[project]/settings/tokens": "token.view",
};

/** Every route handler by its folder below app/ and its method. */
export const routes: Record<string, Access> = {
  "GET (console)/p/[project]/search": "project.view",
  "GET (console)/p/[project]/compare/csv": "project.view",
  "GET api/health": "public",
  "GET api/auth/[...nextauth]": "public",
  "POST api/auth/[...nextauth]": "public",
  "POST api/v1/imports/predictions": "run.import",
  "POST api/v1/imports/runs": "run.import",
  "GET api/v1/targets/[target]/desired": "target.poll",
  "POST api/v1/targets/[target]/acknowledgements": "target.acknowledge",
};

/** Every server action by its exported name; the permission is the one its command authorizes first. */
export const actions: Record<string, Access> = {
  signInAction: "public",
  signInPersonaAction: "public",
  setPasswordAction: "public",
  completeSetupAction: "public",
  signOutAction: "signed_in",
  addMemberAction: "member.manage",
  setMemberRolesAction: "member.manage",
  removeMemberAction: "member.manage",
  issuePasswordLinkAction: "user.create",
  createTokenAction: "token.create",
  revokeTokenAction: "token.revoke",
  endSessionAction: "session.manage",
  endOtherSessionsAction: "session.manage",
  changePasswordAction: "session.manage",
  reauthenticateAction: "session.manage",
  createModelAction: "model.create",
  editModelAction: "model.edit",
  setRiskTierAction: "model.set_risk_tier",
  registerVersionAction: "version.register",
  editCardAction: "card.edit",
  createTargetAction: "target.create",
  acknowledgeTargetAction: "target.acknowledge",
  advanceRolloutAction: "rollout.advance",
  pauseRolloutAction: "rollout.pause",
  resumeRolloutAction: "rollout.resume",
  rollBackRolloutAction: "rollout.roll_back",
  rollBackToVersionAction: "rollout.roll_back",
  releaseHoldAction: "target.release_hold",
};
