import type { Role } from "@/db/enums";
import type { CardBody, CardFigure, CardSignature } from "@/db/schema/cards";
import { canonicalDigest } from "@/lib/audit/canonical-json";

const deciding = ["reviewer", "risk_officer"] as const;
const roleWords = { reviewer: "reviewer", risk_officer: "risk officer" } as const;

/** SHA-256 over what an approver was shown: text and figures of one revision. */
export const cardDigest = (revision: number, body: CardBody, figures: Readonly<Record<string, CardFigure>>): string =>
  canonicalDigest({ format: "countersign/model-card/1", revision, body, figures });

type Signed = { model: string; version: number; revision: number; digest: string };
type Signer = { name: string; roles: readonly Role[]; authTime: Date; authMethod: string };

/** The signature record of an approval; null when none of the signer's roles may give one. */
export function signCard(signed: Signed, signer: Signer, at: Date): CardSignature | null {
  const role = deciding.find((held) => signer.roles.includes(held));
  if (!role) return null;
  return {
    printedName: signer.name,
    role,
    meaning: "approval",
    statement: `I approve revision ${signed.revision} of the model card of ${signed.model} ${signed.version}, as ${roleWords[role]}: its text and figures as the card digest names them.`,
    cardDigest: signed.digest,
    signedAt: at.toISOString(),
    authTime: signer.authTime.toISOString(),
    authMethod: signer.authMethod,
  };
}
