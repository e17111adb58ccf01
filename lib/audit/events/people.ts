import { z } from "zod";
import { roles } from "@/db/enums";
import { defineEvent, label, personal } from "../event-definition";
import { count, list, plain, sentence, words } from "../sentence";

const promotion = { number: z.int().positive(), model: label, version: z.int().positive(), environment: label };
type Promotion = { number: number; model: string; version: number; environment: string };
const full = (p: Promotion) => `P-${p.number}, ${p.model} ${p.version} to ${p.environment}`;

const waiver = { ...promotion, waiverId: z.string(), gateId: label, gate: label, expiresAt: z.iso.datetime() };
const delegation = {
  delegationId: z.string(),
  role: z.enum(roles),
  delegator: personal,
  delegatorId: z.string(),
  delegate: personal,
  delegateId: z.string(),
};
const both = ["delegator", "delegate"] as const;
const on = (moment: string) => plain(moment.slice(0, 10));

/** What people let by, carry out in an emergency, hand over and look at again. */
export const peopleEvents = {
  "promotion.review_asked": defineEvent(
    "promotion",
    { ...promotion, asked: personal, askedId: z.string() },
    (p) => sentence`asked ${p.asked} to review promotion ${full(p)}`,
    ["asked"],
  ),
  "waiver.granted": defineEvent(
    "promotion",
    { ...waiver, waivedOutcome: z.enum(["failed", "inconclusive"]), owner: personal, compensatingControl: personal },
    (p) => sentence`waived ${p.gate} for ${p.model} ${p.version} in ${p.environment} until ${on(p.expiresAt)}`,
    ["owner", "compensatingControl"],
  ),
  "waiver.revoked": defineEvent(
    "promotion",
    { ...waiver, serving: z.array(label) },
    (p) => sentence`revoked the waiver of ${p.gate} for ${p.model} ${p.version} in ${p.environment}`,
  ),
  "waiver.expired": defineEvent(
    "promotion",
    { ...waiver, serving: z.array(label) },
    (p) =>
      sentence`let the waiver of ${p.gate} for ${p.model} ${p.version} in ${p.environment} expire${plain(
        p.serving.length > 0 ? `; it still serves on ${list(p.serving)}, so the question is open again` : "",
      )}`,
  ),
  "promotion.break_glass_used": defineEvent(
    "promotion",
    {
      ...promotion,
      rolloutId: z.string(),
      rollout: z.int().positive(),
      incident: label,
      bypassed: z.array(label),
      reviewDueAt: z.iso.datetime(),
      signatureDigest: z.string(),
    },
    (p) =>
      sentence`broke the glass for promotion ${full(p)} as rollout ${`R-${p.rollout}`}, incident ${p.incident}: ${plain(p.bypassed.join(" "))}`,
  ),
  "promotion.break_glass_refused": defineEvent(
    "promotion",
    { ...promotion, cause: label },
    (p) => sentence`was refused to break the glass for promotion ${full(p)}: ${plain(p.cause)}`,
  ),
  "promotion.break_glass_reviewed": defineEvent(
    "promotion",
    {
      ...promotion,
      verdict: z.enum(["upheld", "objected"]),
      rollout: z.int().positive().nullable(),
      isLate: z.boolean(),
      signatureDigest: z.string(),
    },
    (p) =>
      sentence`${plain(p.verdict === "upheld" ? "upheld" : "objected to")} the emergency of promotion ${full(p)}${plain(p.isLate ? ", after its deadline" : "")}`,
  ),
  "promotion.break_glass_overdue": defineEvent(
    "promotion",
    { ...promotion, incident: label, reviewDueAt: z.iso.datetime() },
    (p) => sentence`raised the alarm: nobody reviewed the emergency of promotion ${full(p)} within 24 hours`,
  ),
  "delegation.created": defineEvent(
    "delegation",
    { ...delegation, startsAt: z.iso.datetime(), endsAt: z.iso.datetime() },
    (p) => sentence`has ${p.delegate} decide for ${p.delegator} as ${plain(words(p.role))} until ${on(p.endsAt)}`,
    both,
  ),
  "delegation.revoked": defineEvent(
    "delegation",
    delegation,
    (p) => sentence`ended the delegation from ${p.delegator} to ${p.delegate} as ${plain(words(p.role))}`,
    both,
  ),
  "user.linked": defineEvent(
    "user",
    { name: personal, sameAs: personal, sameAsUserId: z.string() },
    (p) => sentence`linked the account of ${p.name} to the person ${p.sameAs}`,
    ["name", "sameAs"],
  ),
  "passkey.registered": defineEvent(
    "user",
    { passkeyId: z.string(), name: personal, publicKeyDigest: z.string() },
    (p) => sentence`added the passkey ${p.name}`,
    ["name"],
  ),
  "passkey.removed": defineEvent(
    "user",
    { passkeyId: z.string(), name: personal },
    (p) => sentence`removed the passkey ${p.name}`,
    ["name"],
  ),
  "access_review.opened": defineEvent(
    "access_review",
    { number: z.int().positive(), lines: z.int().nonnegative(), dueAt: z.iso.datetime() },
    (p) => sentence`opened access review ${`A-${p.number}`} of ${plain(count(p.lines, "role"))}, due ${on(p.dueAt)}`,
  ),
  "access_review.attested": defineEvent(
    "access_review",
    {
      number: z.int().positive(),
      member: personal,
      userId: z.string(),
      role: z.enum(roles),
      verdict: z.enum(["keep", "remove"]),
    },
    (p) =>
      sentence`attested in access review ${`A-${p.number}`} that ${p.member} ${plain(p.verdict === "keep" ? "keeps" : "loses")} the role ${plain(words(p.role))}`,
    ["member"],
  ),
  "access_review.completed": defineEvent(
    "access_review",
    {
      number: z.int().positive(),
      kept: z.int().nonnegative(),
      removed: z.int().nonnegative(),
      isLate: z.boolean(),
    },
    (p) =>
      sentence`completed access review ${`A-${p.number}`}: ${plain(count(p.kept, "role"))} kept, ${plain(String(p.removed))} removed`,
  ),
  "access_review.overdue": defineEvent(
    "access_review",
    { number: z.int().positive().nullable(), dueAt: z.iso.datetime() },
    (p) =>
      sentence`reminded of the access review${p.number === null ? null : plain(` A-${p.number}`)} that was due ${on(p.dueAt)}`,
  ),
} as const;
