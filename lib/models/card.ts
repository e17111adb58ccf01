import type { CardBody } from "@/db/schema/cards";
import { type CardSection, sectionKeys } from "./card-sections";

const emptyTexts = Object.fromEntries(sectionKeys.map((key) => [key, ""])) as Record<CardSection, string>;

export const emptyCard: CardBody = { ...emptyTexts, mitigations: [], drafted: [], claims: [] };

/** A stored body with every section: revisions from before a section existed have it empty. */
export const wholeCard = (stored: Partial<CardBody> | null | undefined): CardBody => ({ ...emptyCard, ...stored });

export type CardField = CardSection | "mitigations" | "claims";

// Field by field: the database gives the keys of a stored entry back in an order of its own.
const lists = {
  mitigations: (body: CardBody) => body.mitigations.map(({ name, mitigation }) => [name, mitigation]),
  claims: (body: CardBody) => body.claims.map(({ task, dataset, metric, value }) => [task, dataset, metric, value]),
} as const;
const listKeys = ["mitigations", "claims"] as const;

/** Sections and lists whose content differs between two card bodies, in the card's order. */
export const changedSections = (from: CardBody, to: CardBody): CardField[] => [
  ...sectionKeys.filter((key) => from[key] !== to[key]),
  ...listKeys.filter((key) => JSON.stringify(lists[key](from)) !== JSON.stringify(lists[key](to))),
];

/** Drafted sections of `from` that `to` no longer marks as drafted and still has: a person stands for them now. */
export const confirmedSections = (from: CardBody, to: CardBody): CardSection[] =>
  from.drafted.filter((key) => !to.drafted.includes(key) && to[key].trim() !== "");

/** Drops marks of sections that have no text, and orders the rest. */
export const withDrafted = (body: CardBody, drafted: readonly CardSection[]): CardBody => ({
  ...body,
  drafted: sectionKeys.filter((key) => drafted.includes(key) && body[key].trim() !== ""),
});
