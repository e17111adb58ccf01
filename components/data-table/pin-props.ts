import type { CSSProperties } from "react";

type Pins = { offsets: ReadonlyMap<string, number>; last: string | null };

/** Attributes of a cell in a pinned column; nothing for the others. */
export function pinProps(columnId: string, { offsets, last }: Pins): { "data-pin"?: string; style?: CSSProperties } {
  const left = offsets.get(columnId);
  if (left === undefined) return {};
  return { "data-pin": columnId === last ? "last" : "inner", style: { insetInlineStart: left } };
}
