import type { CardBody } from "@/db/schema/models";
import { cardSections } from "./schemas";

export const emptyCard: CardBody = {
  overview: "",
  intendedUse: "",
  outOfScope: "",
  limitations: "",
  ethicalConsiderations: "",
  humanOversight: "",
};

/** Sections whose text differs between two card bodies, in the card's order. */
export const changedSections = (from: CardBody, to: CardBody): (keyof CardBody)[] =>
  cardSections.map(([key]) => key).filter((key) => from[key] !== to[key]);

/** Sections still without text, in the card's order, by their titles. */
export const missingSections = (body: CardBody): string[] =>
  cardSections.filter(([key]) => body[key].trim() === "").map(([, title]) => title);
