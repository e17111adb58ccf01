export type StripCell = { letter: string; name: string; state: "moved" | "equal" | "missing" };

/** Width of a square and of the space after it, in px. */
const [side, gap] = [11, 2];

const square = (place: number) =>
  `M${place * (side + gap) + 2} .5h7q1.5 0 1.5 1.5v7q0 1.5-1.5 1.5h-7q-1.5 0-1.5-1.5v-7q0-1.5 1.5-1.5z`;
const cross = (place: number) => `M${place * (side + gap) + 3.75} 3.75l3.5 3.5m0-3.5l-3.5 3.5`;

/** A row of small squares, one per attribute: blue moved, empty equal, crossed missing. The label says it in words. One path per state: tables have hundreds of these. */
export function CellStrip({ cells }: { cells: readonly StripCell[] }) {
  const words = (["moved", "missing"] as const)
    .map((state) => [state, cells.filter((cell) => cell.state === state).map((cell) => cell.name)] as const)
    .filter(([, names]) => names.length > 0)
    .map(([state, names]) => `${state}: ${names.join(", ")}`)
    .join("; ");
  const path = (state: StripCell["state"], draw: (place: number) => string) =>
    cells.map((cell, place) => (cell.state === state ? draw(place) : "")).join("");
  const [moved, equal, missing] = [path("moved", square), path("equal", square), path("missing", square)];
  return (
    <span title={words || "all equal"}>
      <svg
        role="img"
        aria-label={words || "all equal"}
        width={cells.length * (side + gap) - gap}
        height={side}
        className="block"
        fill="none"
      >
        {equal && <path d={equal} className="fill-unknown-soft stroke-line" />}
        {moved && <path d={moved} className="fill-candidate stroke-candidate" />}
        {missing && <path d={missing} className="stroke-control" strokeDasharray="2 1.5" />}
        {missing && <path d={path("missing", cross)} className="stroke-ink-2" />}
      </svg>
    </span>
  );
}

/** The letters above a column of strips. */
export function CellStripHeader({ cells }: { cells: readonly Pick<StripCell, "letter" | "name">[] }) {
  return (
    <span className="inline-grid auto-cols-[11px] grid-flow-col gap-0.5 text-center text-[10px]">
      {cells.map((cell) => (
        <abbr key={cell.name} title={cell.name} className="no-underline">
          {cell.letter}
        </abbr>
      ))}
    </span>
  );
}
