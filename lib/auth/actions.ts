"use server";

import { defineAction } from "@/lib/action";
import { addMember } from "./commands/add-member";
import { changePassword } from "./commands/change-password";
import { createToken } from "./commands/create-token";
import { endOtherSessions } from "./commands/end-other-sessions";
import { endSession } from "./commands/end-session";
import { issuePasswordLink } from "./commands/issue-password-link";
import { reauthenticate } from "./commands/reauthenticate";
import { removeMember } from "./commands/remove-member";
import { revokeToken } from "./commands/revoke-token";
import { setMemberRoles } from "./commands/set-member-roles";

export const addMemberAction = defineAction(addMember);
export const setMemberRolesAction = defineAction(setMemberRoles);
export const removeMemberAction = defineAction(removeMember);
export const issuePasswordLinkAction = defineAction(issuePasswordLink);
export const createTokenAction = defineAction(createToken);
export const revokeTokenAction = defineAction(revokeToken);
export const endSessionAction = defineAction(endSession);
export const endOtherSessionsAction = defineAction(endOtherSessions);
export const changePasswordAction = defineAction(changePassword);
export const reauthenticateAction = defineAction(reauthenticate);
