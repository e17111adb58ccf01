import { z } from "zod";
import { type CompareState, maxCompared, parseCompareQuery } from "./compare-url";

const maxName = 120;
const maxNote = 2000;
/** A hundred ids of the longest kind, and a view on them. */
const maxQuery = 30_000;

const clean = (text: string) => text.toWellFormed().replaceAll("\0", "").trim();
const name = z
  .string({ error: "Give the comparison a name" })
  .transform((text) => clean(text).replace(/\s+/g, " "))
  .pipe(
    z.string().min(1, "Give the comparison a name").max(maxName, `The name may have at most ${maxName} characters`),
  );
const note = z
  .string()
  .transform(clean)
  .pipe(z.string().max(maxNote, `The note may have at most ${maxNote.toLocaleString("en-US")} characters`))
  .default("");
const id = z.string().min(1).max(64);

export const saveComparisonInput = z.object({
  /** The saved comparison that this view replaces; null saves a new one. */
  id: id.nullable().default(null),
  name,
  note,
  /** The query of the comparison's address. */
  query: z.string().max(maxQuery, `The address may have at most ${maxQuery.toLocaleString("en-US")} characters`),
});
export type SaveComparison = z.input<typeof saveComparisonInput>;

export const renameComparisonInput = z.object({ id, name, note });
export type RenameComparison = z.input<typeof renameComparisonInput>;

export const deleteComparisonInput = z.object({ id });
export type DeleteComparison = z.input<typeof deleteComparisonInput>;

/** Reads the query of an address, repeated parameters included. */
export const parseView = (query: string): CompareState => ({
  ...parseCompareQuery(new URLSearchParams(query)),
  saved: null,
});

/** Ids of a view that no run can have, or too many runs; null when the view can be saved. */
export function whyNotSaved({ runs }: CompareState): string | null {
  if (runs.length < 2) return "a comparison holds two runs or more; add another run";
  if (runs.length > maxCompared) return `a comparison holds at most ${maxCompared} runs; this has ${runs.length}`;
  return null;
}

/** A run of a saved comparison whose content is not what it was. */
export type ChangedRun = { id: string; name: string | null; how: "changed" | "settled" | "gone" };

type Content = { id: string; digest: string | null };
type Present = { name: string; digest: string | null };

/** What became of the runs since they were saved; those that are as they were are left out. */
export const changedRuns = (saved: readonly Content[], present: ReadonlyMap<string, Present>): ChangedRun[] =>
  saved.flatMap(({ id, digest }): ChangedRun[] => {
    const now = present.get(id);
    if (!now) return [{ id, name: null, how: "gone" }];
    if (now.digest === digest) return [];
    return [{ id, name: now.name, how: digest === null ? "settled" : "changed" }];
  });
