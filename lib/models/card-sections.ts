import type { CardTexts } from "@/db/schema/cards";

export type CardSection = keyof CardTexts;
export type CardPart = "Details" | "Use" | "How it was made" | "Evidence" | "Considerations";

/** The sections of a card in their order: key, title, what belongs there, the part they stand in. */
export const cardSections = [
  ["overview", "Overview", "What the model is, what it predicts, and who uses the answer.", "Details"],
  ["documentation", "Documentation", "Where and how it is used, in as much detail as a reader needs.", "Details"],
  ["owners", "Owners", "One a line: Name <contact>.", "Details"],
  ["licence", "Licence", "An SPDX identifier such as Apache-2.0, or the terms in words.", "Details"],
  ["references", "References", "One address a line.", "Details"],
  ["citation", "Citation", "How to cite this card or the model.", "Details"],
  ["users", "Users", "Who works with its output.", "Use"],
  ["useCases", "Use cases", "The cases it is used for, one a line.", "Use"],
  ["intendedUse", "Intended use", "The decisions it may support, and by whom.", "Use"],
  ["outOfScope", "Out of scope", "Uses it was not built or tested for.", "Use"],
  ["humanOversight", "Human oversight", "Who reviews its output, and how a person can overrule it.", "Use"],
  ["modelParameters", "Model and contract", "Algorithm, six axes, inputs and outputs.", "How it was made"],
  ["data", "Data", "Datasets it was trained and evaluated on.", "How it was made"],
  ["quantitativeAnalysis", "Quantitative analysis", "Metrics overall, by slice, and calibration.", "Evidence"],
  ["fairness", "Fairness across groups", "Differences between groups, as measured.", "Evidence"],
  ["limitations", "Limitations", "Where it is known to be weak: slices, data ranges, conditions.", "Considerations"],
  ["tradeoffs", "Trade-offs", "What was given up for what.", "Considerations"],
  [
    "ethicalConsiderations",
    "Ethical considerations",
    "Who may be harmed by an error, how, and what is done about it.",
    "Considerations",
  ],
] as const satisfies readonly (readonly [CardSection, string, string, CardPart])[];

export const sectionKeys = cardSections.map(([key]) => key);

/** The parts of a card in their order. */
export const cardParts: readonly CardPart[] = [...new Set(cardSections.map(([, , , part]) => part))];

/** A section's title by its key. */
export const sectionTitle = (key: CardSection): string => cardSections.find(([name]) => name === key)?.[1] ?? key;

/** Title of the list of named risks, each with what is done about it. */
export const mitigationsTitle = "Risks and mitigations";

const linewise: readonly CardSection[] = ["owners", "references", "useCases"];
const listItem = /^\s*(?:[-*+]|\d+[.)])\s/;

/** A section's Markdown as it is shown: sections that are written one entry a line become a list. */
export function shownText(key: CardSection, text: string): string {
  if (!linewise.includes(key) || !text.trim().includes("\n")) return text;
  return text
    .split("\n")
    .map((line) => (line.trim() === "" || listItem.test(line) ? line : `- ${line.trim()}`))
    .join("\n");
}
