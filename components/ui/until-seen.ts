import type { CSSProperties } from "react";

/**
 * Style of a box whose content the browser neither lays out nor paints until it comes near the view; `height` in px is what stands in for it until
 * then. The box clips what is larger than it, so it is for boxes that scroll or clip anyway.
 */
export const untilSeen = (height: number): CSSProperties => ({
  contentVisibility: "auto",
  containIntrinsicHeight: `auto ${height}px`,
});
