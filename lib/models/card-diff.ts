import { diffWordsWithSpace } from "diff";
import type { CardBody } from "@/db/schema/cards";
import { changedSections } from "./card";
import { figurePattern, figureText } from "./card-figure";
import type { Figures } from "./card-figures";
import { type CardSection, mitigationsTitle, sectionTitle } from "./card-sections";

export type DiffPart = { text: string; kind: "same" | "added" | "removed" };
export type SectionDiff = { key: string; title: string; parts: DiffPart[] };

/** Words of one text against another. Both texts come back when the parts of one kind and the same ones are joined. */
export function wordDiff(from: string, to: string): DiffPart[] {
  // Bounded: two long texts without a word in common would take minutes; then one is shown replaced by the other.
  const changes = diffWordsWithSpace(from, to, { timeout: 500 });
  if (!changes)
    return [
      { text: from, kind: "removed" as const },
      { text: to, kind: "added" as const },
    ].filter(({ text }) => text !== "");
  return changes.map(({ value, added, removed }) => ({
    text: value,
    kind: added ? "added" : removed ? "removed" : "same",
  }));
}

const listText = {
  mitigations: (body: CardBody) => body.mitigations.map(({ name, mitigation }) => `${name}: ${mitigation}`).join("\n"),
  claims: (body: CardBody) =>
    body.claims.map(({ metric, dataset, value }) => `${metric}, ${dataset}: ${value}`).join("\n"),
};
const isList = (key: string): key is keyof typeof listText => key in listText;

type Side = { body: CardBody; figures: Figures };

/** A text with its figures as numbers, so that people compare what they read. */
const withNumbers = (text: string, figures: Figures): string =>
  text.replace(figurePattern, (whole, reference: string) => {
    const figure = Object.hasOwn(figures, reference) ? figures[reference] : undefined;
    return figure ? figureText(reference, figure) : whole;
  });

/** The sections that differ between two cards, each as a word diff, in the card's order. */
export const cardDiff = (from: Side, to: Side): SectionDiff[] =>
  changedSections(from.body, to.body).map((key) => {
    const text = ({ body, figures }: Side) =>
      withNumbers(isList(key) ? listText[key](body) : body[key as CardSection], figures);
    const title = key === "mitigations" ? mitigationsTitle : key === "claims" ? "Claims" : sectionTitle(key);
    return { key, title, parts: wordDiff(text(from), text(to)) };
  });
