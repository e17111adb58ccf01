import { CopyButton } from "@/components/ui/copy-button";
import { Table, Td, Th } from "@/components/ui/table";
import type { EventDetail } from "@/lib/audit/event-query";
import { proofText } from "@/lib/audit/proof-text";
import { formatCount, plural } from "@/lib/format";
import { BrowserProof } from "./browser-proof";

const short = (hash: string) => <code title={hash}>{hash.slice(0, 16)}…</code>;

/** How an event is shown to be in the log: the hashes from its bytes up to the signed root. */
export function ProofPanel({ event }: { event: EventDetail }) {
  if (!event.proof) {
    return (
      <p className="text-s text-ink-2">
        Recorded, not sealed yet. The next checkpoint covers it within seconds; then its proof is here.
      </p>
    );
  }
  const { steps, checkpoint } = event.proof;
  const text = proofText(event.seq ?? 0, steps, event.proof.note);
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-2">
        <h3 className="text-s font-medium">Inclusion proof</h3>
        <span className="text-xs text-ink-3">
          {plural(steps.length, "hash", "hashes")} up to checkpoint {formatCount(checkpoint.number)}
        </span>
        <span className="ms-auto inline-flex items-center gap-1 text-xs text-ink-2">
          Copy proof <CopyButton value={text} label="Copy the proof as c2sp.org/tlog-proof" />
        </span>
      </div>
      <Table caption="Inclusion proof, from the event up to the root" density="dense" className="mt-1.5 text-xs">
        <thead>
          <tr>
            <Th>Step</Th>
            <Th>Side</Th>
            <Th>Hash</Th>
            <Th align="end">Covers</Th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <Td>leaf</Td>
            <Td />
            <Td>{short(event.leafHash)}</Td>
            <Td align="end">this event</Td>
          </tr>
          {steps.map((step, i) => (
            <tr key={step.hash}>
              <Td>{i + 1}</Td>
              <Td>{step.side}</Td>
              <Td>{short(step.hash)}</Td>
              <Td align="end">{plural(step.events, "event")}</Td>
            </tr>
          ))}
          <tr>
            <Td>root</Td>
            <Td />
            <Td>{short(checkpoint.root)}</Td>
            <Td align="end">{plural(checkpoint.size, "event")}</Td>
          </tr>
        </tbody>
      </Table>
      <BrowserProof canonical={event.canonical} steps={steps} root={checkpoint.root} />
    </>
  );
}
