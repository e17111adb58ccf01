export type LegendEntry = {
  label: string;
  mark: "hollow" | "filled" | "line" | "dotted" | "shaded";
  colour: string;
};

/** What the marks of a chart mean. `colour` is a token: "baseline", "candidate", "s3", "fail". */
export function Legend({ entries }: { entries: readonly LegendEntry[] }) {
  return (
    <ul className="flex flex-wrap items-center gap-x-3.5 gap-y-1 text-xs text-ink-2">
      {entries.map((entry) => (
        <li key={entry.label} className="inline-flex items-center gap-1.5">
          <LegendMark {...entry} />
          {entry.label}
        </li>
      ))}
    </ul>
  );
}

function LegendMark({ mark, colour }: LegendEntry) {
  const paint = `var(--color-${colour})`;
  return (
    <svg width="14" height="10" aria-hidden="true">
      {mark === "hollow" && <circle cx="7" cy="5" r="3.4" fill="none" stroke={paint} strokeWidth="1.8" />}
      {mark === "filled" && <circle cx="7" cy="5" r="4" fill={paint} />}
      {mark === "line" && <path d="M0 5h14" stroke={paint} strokeWidth="2" />}
      {mark === "dotted" && <path d="M7 0v10" stroke={paint} strokeWidth="1.5" strokeDasharray="2 2" />}
      {mark === "shaded" && (
        <rect width="14" height="10" rx="1" fill={`var(--color-${colour}-soft)`} stroke={paint} strokeDasharray="3 2" />
      )}
    </svg>
  );
}
