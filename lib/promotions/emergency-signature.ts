import type { Role } from "@/db/enums";
import type { SignatureRecord } from "@/db/schema/promotions";
import { permissionRow } from "@/lib/auth/permissions";
import { roleWords } from "./approval";
import type { Signed, Signer } from "./signature";

type Act = { meaning: string; verb: string };

function sign(
  act: Act,
  { number, model, version, environment }: Signed,
  role: Role,
  signer: Signer,
  subjectDigest: string,
  at: Date,
): SignatureRecord {
  return {
    printedName: signer.name,
    role,
    groupName: signer.groupName,
    meaning: act.meaning,
    statement: `${act.verb} promotion P-${number}: ${model} ${version} to ${environment}, as ${roleWords[role]}.`,
    subjectDigest,
    signedAt: at.toISOString(),
    authTime: signer.authTime.toISOString(),
    authMethod: signer.authMethod,
    sessionDigest: signer.sessionDigest,
  };
}

/** The role an act is signed in: the first held one that has the permission. */
const roleFor = (held: readonly Role[], permission: Parameters<typeof permissionRow>[0]): Role =>
  permissionRow(permission).roles.find((role) => held.includes(role)) ?? "viewer";

/** The signature of whoever carries a promotion out without its quorum and answers for it. */
export const breakGlassSignature = (
  signed: Signed,
  roles: readonly Role[],
  signer: Signer,
  subjectDigest: string,
  at: Date,
): SignatureRecord =>
  sign(
    { meaning: "responsibility for an emergency", verb: "Without its quorum and on my responsibility I carry out" },
    signed,
    roleFor(roles, "promotion.break_glass"),
    signer,
    subjectDigest,
    at,
  );

/** The signature of the second person who reviewed an emergency. */
export const emergencyReview = (
  verdict: "upheld" | "objected",
  signed: Signed,
  roles: readonly Role[],
  signer: Signer,
  subjectDigest: string,
  at: Date,
): SignatureRecord =>
  sign(
    verdict === "upheld"
      ? { meaning: "review of an emergency: upheld", verb: "I reviewed and uphold the emergency of" }
      : { meaning: "review of an emergency: objection", verb: "I reviewed and object to the emergency of" },
    signed,
    roleFor(roles, "promotion.review_emergency"),
    signer,
    subjectDigest,
    at,
  );
