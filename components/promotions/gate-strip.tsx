import { VerdictBar } from "@/components/charts/verdict-bar";
import type { GateOutcome } from "@/db/enums";
import { formatPercent } from "@/lib/format";
import { outcomeTones } from "./outcome-tone";

type GateStripProps = {
  counts: Readonly<Record<GateOutcome, number>>;
  closest: { gateId: string; title: string; headroom: number } | null;
};

/** One segment a gate, worst first, with the passed gate that has the least room. */
export function GateStrip({ counts, closest }: GateStripProps) {
  const order = ["failed", "inconclusive", "waived", "passed"] as const;
  return (
    <div>
      <VerdictBar
        noun="gates"
        counts={order.map((word) => ({ tone: outcomeTones[word], count: counts[word], word }))}
      />
      {closest && (
        <p className="mt-1 text-s text-ink-2">
          Least room of those that pass: <a href={`#gate-${closest.gateId}`}>{closest.title}</a>,{" "}
          {formatPercent(closest.headroom, 1)} of its limit.
        </p>
      )}
    </div>
  );
}
