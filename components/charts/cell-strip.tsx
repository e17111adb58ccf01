import clsx from "clsx";

export type StripCell = { letter: string; name: string; state: "moved" | "equal" | "missing" };

/** A row of small squares, one per attribute: blue moved, empty equal, crossed missing. The label says it in words. */
export function CellStrip({ cells }: { cells: readonly StripCell[] }) {
  const words = (["moved", "missing"] as const)
    .map((state) => [state, cells.filter((cell) => cell.state === state).map((cell) => cell.name)] as const)
    .filter(([, names]) => names.length > 0)
    .map(([state, names]) => `${state}: ${names.join(", ")}`);
  return (
    <span
      role="img"
      aria-label={words.join("; ") || "all equal"}
      className="inline-grid auto-cols-[11px] grid-flow-col gap-0.5 align-middle"
    >
      {cells.map((cell) => (
        <span
          key={cell.name}
          title={`${cell.name} ${cell.state}`}
          className={clsx(
            "relative grid h-[11px] place-items-center rounded-xs border text-[9px] leading-none",
            cell.state === "moved" ? "border-candidate bg-candidate" : "border-line bg-unknown-soft",
            cell.state === "missing" && "border-dashed border-control! bg-transparent!",
          )}
        >
          {cell.state === "missing" && <span className="text-ink-2">×</span>}
        </span>
      ))}
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
