export type LegendMark = "line" | "thick-line" | "dashes" | "ring" | "dot" | "box" | "bar" | "worse" | "better";
export type LegendEntry = { mark: LegendMark; colour: string; text: string };
export type Caption = { title: string; legend: readonly LegendEntry[] };

const margin = 16;
const head = 34;
const rowHeight = 18;
const markWidth = 26;
export const escapeXml = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The mark of a legend entry, drawn from the middle of its left edge. */
export function markPath(mark: LegendMark): { d: string; isFilled: boolean; width: number } {
  switch (mark) {
    case "line":
      return { d: "M0 0H18", isFilled: false, width: 1.6 };
    case "thick-line":
      return { d: "M0 0H18", isFilled: false, width: 3 };
    case "dashes":
      return { d: "M0 0h4m3 0h4m3 0h4", isFilled: false, width: 1.6 };
    case "ring":
      return { d: "M5 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0", isFilled: false, width: 1.6 };
    case "dot":
      return { d: "M5 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0", isFilled: true, width: 1 };
    case "box":
      return { d: "M2 -5h14v10h-14z", isFilled: true, width: 1 };
    case "bar":
      return { d: "M9 -6v12", isFilled: false, width: 2 };
    case "worse":
      return { d: "M5 -3h8l-4 7z", isFilled: true, width: 1 };
    case "better":
      return { d: "M5 4h8l-4 -7z", isFilled: true, width: 1 };
  }
}

/** Entries in rows that fit the width, by the usual width of their letters. */
function rowsOf(legend: readonly LegendEntry[], width: number): { entry: LegendEntry; x: number; row: number }[] {
  let [x, row] = [margin, 0];
  return legend.map((entry) => {
    const takes = markWidth + entry.text.length * 6.2 + 18;
    if (x > margin && x + takes > width) [x, row] = [margin, row + 1];
    const place = { entry, x, row };
    x += takes;
    return place;
  });
}

/** A drawing with its title above and what its marks mean below, on a ground of its own: an SVG that stands alone. */
export function frameSvg(drawing: string, size: { width: number; height: number }, { title, legend }: Caption): string {
  const width = Math.max(size.width, 480, margin * 2 + title.length * 7.6);
  const placed = rowsOf(legend, width);
  const rows = placed.length === 0 ? 0 : (placed.at(-1)?.row ?? 0) + 1;
  const top = head + size.height + 10;
  const height = top + rows * rowHeight + 10;
  const entries = placed.map(({ entry, x, row }) => {
    const { d, isFilled, width: stroke } = markPath(entry.mark);
    const paint = isFilled ? `fill="${entry.colour}"` : `fill="none" stroke="${entry.colour}" stroke-width="${stroke}"`;
    const y = top + row * rowHeight + 8;
    return `<path transform="translate(${x} ${y})" d="${d}" ${paint}/><text x="${x + markWidth}" y="${y + 4}" fill="var(--color-ink-2)">${escapeXml(entry.text)}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="11">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="var(--color-panel)"/>`,
    `<text x="${margin}" y="22" font-size="14" font-weight="600" fill="var(--color-ink)">${escapeXml(title)}</text>`,
    `<g transform="translate(0 ${head})">${drawing}</g>`,
    ...entries,
    "</svg>",
  ].join("");
}
