import type { CardStatus, RiskTier } from "@/db/enums";
import type { CardBody } from "@/db/schema/cards";
import type { CardEvidence } from "../card-figure";
import { figureContext, figurePattern, figureText } from "../card-figure";
import type { Figures } from "../card-figures";

/** One revision of a card with what every export format draws on. Texts and figures are those of the revision, not of today. */
export type CardExport = {
  project: string;
  model: { name: string; description: string; useCase: string; riskTier: RiskTier };
  version: { number: number; digest: string; registeredAt: Date };
  artifacts: readonly { path: string; sha256: string | null }[];
  /** Lines of the requirements and flavors of the logged model, when the version is one. */
  packages?: readonly string[];
  flavors?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  sizeBytes?: number | null;
  revision: number;
  status: CardStatus;
  approvedRevision: number | null;
  writtenAt: Date;
  writtenBy: string;
  body: CardBody;
  figures: Figures;
  evidence: CardEvidence;
};

/** A figure in words: "0.8523 (95 % interval 0.8460 – 0.8585, n 16,281)". */
export function plainFigure(reference: string, figures: Figures): string | null {
  const figure = Object.hasOwn(figures, reference) ? figures[reference] : undefined;
  if (!figure) return null;
  const context = figureContext(reference, figure);
  return context ? `${figureText(reference, figure)} (${context})` : figureText(reference, figure);
}

/** A card's text with every reference written out in words. */
export const plainText = (text: string, figures: Figures): string =>
  text.replace(figurePattern, (whole, reference: string) => plainFigure(reference, figures) ?? whole).trim();

/** Non-empty lines of a list that people write one entry a line, without bullets. */
export const linesOf = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.replace(/^\s*(?:[-*+]|\d+[.)])\s+/, "").trim())
    .filter(Boolean);

export type Owner = { name: string; contact: string | null };

/** Owners as written: "Name <contact>" a line. */
export const ownersOf = (text: string): Owner[] =>
  linesOf(text).map((line) => {
    const cut = line.lastIndexOf("<");
    const [name, contact] = [line.slice(0, cut).trim(), line.slice(cut + 1, -1).trim()];
    return cut > 0 && line.endsWith(">") && name && contact ? { name, contact } : { name: line, contact: null };
  });

/** A name for a file: letters, digits and dashes of the model's name, then the version and revision. */
export function exportName({ model, version, revision }: Pick<CardExport, "model" | "version" | "revision">): string {
  const slug = model.name
    .normalize("NFKD")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);
  return `${slug || "model"}-${version.number}-card-r${revision}`;
}
