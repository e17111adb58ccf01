export type Alignment = "start" | "center" | "end";

const gap = 4;
const edge = 8;

/** Places a fixed element under (or, without room, above) its anchor, inside the window. */
export function placeBelow(anchor: HTMLElement, floating: HTMLElement, align: Alignment): void {
  const from = anchor.getBoundingClientRect();
  const size = floating.getBoundingClientRect();
  const lefts = {
    start: from.left,
    center: from.left + (from.width - size.width) / 2,
    end: from.right - size.width,
  };
  const left = Math.max(edge, Math.min(lefts[align], window.innerWidth - size.width - edge));
  const below = from.bottom + gap;
  const above = from.top - gap - size.height;
  const top = below + size.height > window.innerHeight - edge && above >= edge ? above : below;
  floating.style.left = `${left}px`;
  floating.style.top = `${top}px`;
  floating.style.right = "auto";
  floating.style.bottom = "auto";
}
