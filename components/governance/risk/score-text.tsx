/** Scores before and after controls, of 25. */
export function ScoreText({ inherent, residual }: { inherent: number | null; residual: number | null }) {
  if (inherent === null && residual === null) return <span className="text-ink-3">not scored</span>;
  return (
    <span className="tabular-nums">
      {inherent ?? "—"}{" "}
      <span className="text-ink-3">
        <span aria-hidden="true">→</span>
        <span className="sr-only">, after controls</span>
      </span>{" "}
      <b className="font-medium">{residual ?? "—"}</b> <span className="text-xs text-ink-3">of 25</span>
    </span>
  );
}
