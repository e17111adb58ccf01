import type { CardBody, CardFigure } from "@/db/schema/cards";
import { type CardEvidence, type FigureState, figureRefs, figureState, resolveFigure, textsOf } from "./card-figure";
import { type CardSection, sectionKeys } from "./card-sections";

export type Figures = Readonly<Record<string, CardFigure>>;

/**
 * The figures of a new revision: those already in the card stay as they were written, new references are read from the
 * evidence. `unresolved` are new references that name nothing on record, with the section they stand in.
 */
export function captureFigures(
  body: CardBody,
  before: Figures,
  evidence: CardEvidence,
): { figures: Record<string, CardFigure>; unresolved: { section: CardSection | "mitigations"; reference: string }[] } {
  const found = figureRefs(textsOf(body)).map((reference) => ({
    reference,
    figure: Object.hasOwn(before, reference) ? before[reference] : resolveFigure(reference, evidence),
  }));
  const figures = found.flatMap(({ reference, figure }) => (figure ? [[reference, figure] as const] : []));
  const unresolved = found
    .filter(({ figure }) => !figure)
    .map(({ reference }) => ({
      section: sectionKeys.find((key) => body[key].includes(`{{${reference}}}`)) ?? ("mitigations" as const),
      reference,
    }));
  return { figures: Object.fromEntries(figures), unresolved };
}

export type FigureView = { reference: string; written: CardFigure; now: CardFigure | null; state: FigureState };

/** Every figure of a revision beside what the evidence says now, in the order of the text. */
export const figureViews = (figures: Figures, evidence: CardEvidence): FigureView[] =>
  Object.entries(figures).map(([reference, written]) => {
    const now = resolveFigure(reference, evidence);
    return { reference, written, now, state: figureState(written, now) };
  });

/** References whose evidence is no longer what the revision shows. */
export const staleFigures = (figures: Figures, evidence: CardEvidence): string[] =>
  figureViews(figures, evidence)
    .filter(({ state }) => state !== "current")
    .map(({ reference }) => reference);
