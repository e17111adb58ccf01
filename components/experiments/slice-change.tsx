import { Td } from "@/components/ui/table";
import { toneText } from "@/components/ui/tone";
import type { SliceView } from "@/lib/experiments/run-slice-views";
import { formatSigned } from "@/lib/format";

const words = {
  worse: "worse",
  better: "better",
  changed: "changed",
  unclear: "unclear",
  too_small: "too small",
  untested: "not tested",
  missing: "",
} as const;

/** The change of a slice against the baseline; only a tested change is called worse or better. */
export function SliceChange({ view }: { view: SliceView }) {
  const { delta, verdict } = view;
  if (delta === null || verdict === null) {
    return (
      <Td align="end" className="text-ink-3">
        —
      </Td>
    );
  }
  const isClear = verdict === "worse" || verdict === "better";
  const tone = verdict === "worse" ? toneText.fail : verdict === "better" ? toneText.pass : "text-ink-2";
  const arrow = isClear || verdict === "changed" ? (delta > 0 ? "↑" : "↓") : "≈";
  return (
    <Td align="end" className={`${tone} ${isClear ? "font-medium" : ""}`} title={view.why ?? undefined}>
      {formatSigned(delta, { digits: 3 })} <span aria-hidden="true">{arrow}</span>{" "}
      <span className={isClear ? "text-xs" : "sr-only"}>{words[verdict]}</span>
    </Td>
  );
}
