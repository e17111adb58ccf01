/**
 * Class of a box whose content the browser neither lays out nor paints until it comes near the view or is printed. Give it a
 * `containIntrinsicHeight` that stands in for it until then. The box clips what is larger than it, so it is for boxes that scroll or clip anyway.
 */
export const untilSeen = "[content-visibility:auto] print:[content-visibility:visible]";

/** About the height of a dense table with two rows of heads, as `containIntrinsicHeight`. */
export const tableHeight = (rows: number): string => `auto ${58 + rows * 25}px`;
