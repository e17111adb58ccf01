/** Where somebody was in a long list: how far it was scrolled, and how many rows were there. */
export type Place = { top: number; rows: number };

/** The place that a state of the browser's history holds; null where it holds none. */
export function readPlace(state: unknown): Place | null {
  const place = typeof state === "object" && state !== null && "place" in state ? state.place : null;
  if (typeof place !== "object" || place === null || !("top" in place) || !("rows" in place)) return null;
  const { top, rows } = place;
  if (typeof top !== "number" || typeof rows !== "number" || !(top > 0) || !(rows > 0)) return null;
  return { top, rows };
}

/** The history state with the place in it; the router's own entries stay. */
export const withPlace = (state: unknown, place: Place): object => ({ ...(state as object | null), place });
