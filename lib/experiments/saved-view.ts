import { z } from "zod";
import type { TableParams } from "./run-table-address";

/** Parameters of the address that a view keeps: everything but the page and the view's own name. */
export const viewParams = ["q", "sort", "columns", "frozen", "baseline", "pins", "group", "open"] as const;

const longest = 8000;
const params = z
  .partialRecord(z.enum(viewParams), z.string().max(longest, `may have at most ${longest} characters`))
  .refine((kept) => !JSON.stringify(kept).includes("\\u0000"), "holds a character that cannot be stored");

export const saveViewInput = z.object({
  name: z
    .string()
    .trim()
    .min(1, "Give the view a name")
    .max(120, "may have at most 120 characters")
    .refine((name) => !name.includes("\0"), "holds a character that cannot be stored"),
  experimentId: z.string().max(64).nullable(),
  shared: z.boolean(),
  isDefault: z.boolean(),
  params,
});
export type SaveView = z.input<typeof saveViewInput>;
export const deleteViewInput = z.object({ id: z.string().min(1).max(64) });
export type DeleteView = z.input<typeof deleteViewInput>;

export type SavedView = {
  id: string;
  name: string;
  isShared: boolean;
  isDefault: boolean;
  params: TableParams;
};

/** What of an address a view would keep. */
export const keptParams = (address: TableParams): TableParams =>
  Object.fromEntries(viewParams.flatMap((name) => (address[name] ? [[name, address[name]]] : [])));

/** Whether the address still shows the view as it was saved. */
export const isUnchanged = (view: SavedView, address: TableParams): boolean => {
  const now = keptParams(address);
  return viewParams.every((name) => (view.params[name] ?? "") === (now[name] ?? ""));
};

/** The view that opens by itself: the person's own default, else the team's. */
export const defaultView = (views: readonly SavedView[]): SavedView | null =>
  views.find((view) => view.isDefault && !view.isShared) ?? views.find((view) => view.isDefault) ?? null;
