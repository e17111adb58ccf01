import type { RiskTier } from "@/db/enums";
import type { CardBody } from "@/db/schema/cards";
import { type CardSection, mitigationsTitle, sectionKeys, sectionTitle } from "./card-sections";

type Required = CardSection | "mitigations";

const low: readonly Required[] = ["overview", "owners", "intendedUse", "outOfScope", "limitations"];
const medium: readonly Required[] = [
  ...low,
  "users",
  "humanOversight",
  "data",
  "quantitativeAnalysis",
  "ethicalConsiderations",
];
const high: readonly Required[] = [
  ...medium,
  "useCases",
  "modelParameters",
  "fairness",
  "tradeoffs",
  "licence",
  "mitigations",
];

/** What a card must say before it can be approved, by the model's risk tier. */
export const requiredSections: Readonly<Record<RiskTier, readonly Required[]>> = { low, medium, high };

export type Completeness = {
  done: number;
  required: number;
  /** Share of the required sections that are written and, if drafted, confirmed: 0 to 1. */
  share: number;
  missing: Required[];
  /** Drafted sections, required or not, that wait for a person. */
  unconfirmed: CardSection[];
};

/** How much of what the tier asks for is there. A section that was drafted counts once a person confirmed it. */
export function cardCompleteness(body: CardBody, tier: RiskTier): Completeness {
  const isWritten = (key: Required) => (key === "mitigations" ? body.mitigations.length > 0 : body[key].trim() !== "");
  const order: readonly Required[] = [...sectionKeys, "mitigations"];
  const required = order.filter((key) => requiredSections[tier].includes(key));
  const missing = required.filter((key) => !isWritten(key));
  const unconfirmed = body.drafted.filter(isWritten);
  const done = required.filter((key) => isWritten(key) && !body.drafted.some((drafted) => drafted === key)).length;
  return { done, required: required.length, share: done / required.length, missing, unconfirmed };
}

/** Titles of what is missing, as a person reads them. */
export const missingTitles = (missing: readonly Required[]): string[] =>
  missing.map((key) => (key === "mitigations" ? mitigationsTitle : sectionTitle(key)));
