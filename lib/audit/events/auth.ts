import { z } from "zod";
import { authMethods, roles, tokenScopes } from "@/db/enums";
import { defineEvent, label, personal } from "../event-definition";
import { list, plain, sentence, words } from "../sentence";

const method = z.enum(authMethods);
const member = { member: personal, userId: z.string(), project: label };

/** Signing in, people, roles, tokens and what was refused. */
export const authEvents = {
  "session.signed_in": defineEvent("session", { method }, (p) => sentence`signed in by ${plain(words(p.method))}`),
  "session.signed_out": defineEvent("session", {}, () => sentence`signed out`),
  "session.reauthenticated": defineEvent(
    "session",
    { method },
    (p) => sentence`confirmed their identity by ${plain(words(p.method))}`,
  ),
  "session.revoked": defineEvent(
    "session",
    { userId: z.string(), count: z.int().positive() },
    (p) => sentence`ended ${p.count === 1 ? "a session" : `${p.count} sessions`}`,
  ),
  "session.sign_in_failed": defineEvent(
    "session",
    { email: personal, cause: label, method },
    (p) => sentence`refused a sign-in as ${p.email}: ${plain(words(p.cause))}`,
    ["email"],
  ),
  "session.account_locked": defineEvent(
    "user",
    { email: personal, failures: z.int(), until: z.iso.datetime() },
    (p) => sentence`locked the account ${p.email} after ${plain(p.failures)} failed sign-ins`,
    ["email"],
  ),
  "access.denied": defineEvent(
    "permission",
    { permission: label, attempted: label, cause: label.optional() },
    (p) => sentence`was refused ${p.attempted}${p.cause ? plain(`: ${p.cause}`) : null}`,
  ),
  "user.created": defineEvent(
    "user",
    { name: personal, email: personal, personId: z.string() },
    (p) => sentence`created the account of ${p.name}`,
    ["name", "email"],
  ),
  "user.disabled": defineEvent("user", { name: personal }, (p) => sentence`disabled the account of ${p.name}`, [
    "name",
  ]),
  "user.enabled": defineEvent("user", { name: personal }, (p) => sentence`enabled the account of ${p.name}`, ["name"]),
  "user.password_link_issued": defineEvent(
    "user",
    { name: personal, expiresAt: z.iso.datetime() },
    (p) => sentence`issued a one-time password link for ${p.name}`,
    ["name"],
  ),
  "user.password_set": defineEvent("user", { name: personal }, (p) => sentence`set the password of ${p.name}`, [
    "name",
  ]),
  "member.added": defineEvent(
    "member",
    { ...member, roles: z.array(z.enum(roles)), group: label },
    (p) =>
      sentence`added ${p.member} to ${p.project} as ${plain(list(p.roles))}${p.group ? plain(` in ${p.group}`) : null}`,
    ["member"],
  ),
  "member.roles_changed": defineEvent(
    "member",
    { ...member, from: z.array(z.enum(roles)), to: z.array(z.enum(roles)), group: label },
    (p) =>
      sentence`changed the roles of ${p.member} from ${plain(list(p.from) || "none")} to ${plain(list(p.to) || "none")}`,
    ["member"],
  ),
  "member.removed": defineEvent("member", member, (p) => sentence`removed ${p.member} from ${p.project}`, ["member"]),
  "token.created": defineEvent(
    "token",
    { name: label, scopes: z.array(z.enum(tokenScopes)), lastFour: z.string().max(8), expiresAt: z.iso.datetime() },
    (p) => sentence`created the API token ${p.name} for ${plain(list(p.scopes))}`,
  ),
  "token.revoked": defineEvent(
    "token",
    { name: label, lastFour: z.string().max(8) },
    (p) => sentence`revoked the API token ${p.name}`,
  ),
  "project.created": defineEvent(
    "project",
    { name: label, title: label },
    (p) => sentence`created the project ${p.title}`,
  ),
  "setup.link_issued": defineEvent(
    "installation",
    { expiresAt: z.iso.datetime() },
    () => sentence`issued a one-time set-up link for the first administrator`,
  ),
  "setup.completed": defineEvent(
    "installation",
    { userId: z.string() },
    () => sentence`completed the set-up as first administrator`,
  ),
} as const;
