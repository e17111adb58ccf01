import clsx from "clsx";
import { type Better, formatSigned, readDelta } from "@/lib/format";
import { toneText } from "./tone";

type DeltaProps = {
  value: number | null;
  better: Better;
  /** Whether the change is more than noise; undefined when it was not tested. */
  clear?: boolean;
  digits?: number;
  unit?: string;
  /** Hide the word in dense tables; it stays for screen readers. */
  terse?: boolean;
  className?: string;
};

/** A change against a baseline: sign, arrow and word, colour on top. */
export function Delta({ value, better, clear, digits, unit, terse = false, className }: DeltaProps) {
  if (value === null) return <span className="text-ink-3">not recorded</span>;
  const reading = readDelta(value, better, clear);
  return (
    <span className={clsx("whitespace-nowrap tabular-nums", toneText[reading.tone], className)}>
      {formatSigned(value, { digits, unit })} <span aria-hidden="true">{reading.arrow}</span>{" "}
      <span className={terse ? "sr-only" : undefined}>{reading.word}</span>
    </span>
  );
}
