import { Panel } from "@/components/ui/panel";
import { ScrollArea } from "@/components/ui/scroll-area";
import { Table, Td, Th } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { formatCount, formatInterval, formatNumber } from "@/lib/format";
import type { Evidence, SliceEvidence, VersionEvidence } from "@/lib/governance/gates/evidence";
import { metricMeaning } from "@/lib/metric-meaning";
import { anchorOf } from "@/lib/promotions/evidence-anchor";

type EvidenceProps = { evidence: Evidence; runHref: (runId: string) => string };

function figure(version: VersionEvidence | null, key: string): string {
  const found = version?.metrics.find((metric) => metric.key === key);
  const { digits, unit } = metricMeaning(key);
  return formatNumber(found?.value ?? null, unit ? { digits, unit } : { digits });
}

/** Every overall metric of candidate and live, with interval and n, each linked to the run it came from. */
export function EvidenceMetrics({ evidence, runHref }: EvidenceProps) {
  const { candidate, live } = evidence;
  const keys = [...new Set([...candidate.metrics, ...(live?.metrics ?? [])].map((metric) => metric.key))].sort();
  return (
    <Panel>
      <ScrollArea className="overflow-x-auto">
        <Table caption="Metrics on record" density="dense">
          <thead>
            <tr>
              <Th>Metric</Th>
              <Th align="end">{candidate.label}</Th>
              <Th align="end">95 % interval</Th>
              <Th align="end">n</Th>
              {live && <Th align="end">{live.label}</Th>}
            </tr>
          </thead>
          <tbody>
            {keys.map((key) => {
              const own = candidate.metrics.find((metric) => metric.key === key);
              return (
                <tr key={key} id={anchorOf("metric", key)} className="target:bg-accent-soft">
                  <Td>
                    {metricMeaning(key).label} <span className="text-xs text-ink-3">{key}</span>
                  </Td>
                  <Td align="end" className="font-medium">
                    <TextLink quiet href={`${runHref(candidate.runId)}#metrics`}>
                      {figure(candidate, key)}
                    </TextLink>
                  </Td>
                  <Td align="end" className="text-ink-2">
                    {own?.interval ? formatInterval(own.interval[0], own.interval[1]) : "—"}
                  </Td>
                  <Td align="end" className="text-ink-2">
                    {formatCount(own?.n ?? null)}
                  </Td>
                  {live && (
                    <Td align="end">
                      <TextLink quiet href={`${runHref(live.runId)}#metrics`}>
                        {figure(live, key)}
                      </TextLink>
                    </Td>
                  )}
                </tr>
              );
            })}
          </tbody>
        </Table>
      </ScrollArea>
    </Panel>
  );
}

const recallOf = (slice: SliceEvidence | undefined): string => {
  const { confusion } = slice ?? {};
  const positives = confusion ? confusion.tp + confusion.fn : 0;
  return formatNumber(confusion && positives > 0 ? confusion.tp / positives : (slice?.metrics.recall ?? null), {
    digits: 4,
  });
};

/** Every slice of the candidate with its counts, and recall beside that of the live version. */
export function EvidenceSlices({ evidence, runHref }: EvidenceProps) {
  const { candidate, live } = evidence;
  const before = new Map(live?.slices.map((slice) => [`${slice.dimension}=${slice.value}`, slice]));
  return (
    <Panel>
      <ScrollArea className="max-h-128 overflow-auto">
        <Table caption="Slices on record" density="dense" data-sticky>
          <thead>
            <tr>
              <Th>Slice</Th>
              {["n", "Positives", "TP", "FN", "FP", "TN", "Recall"].map((name) => (
                <Th key={name} align="end">
                  {name}
                </Th>
              ))}
              {live && <Th align="end">Recall, {live.label}</Th>}
            </tr>
          </thead>
          <tbody>
            {candidate.slices.map((slice) => {
              const name = `${slice.dimension}=${slice.value}`;
              const { tp, fn, fp, tn } = slice.confusion ?? { tp: null, fn: null, fp: null, tn: null };
              return (
                <tr key={name} id={anchorOf("slice", name)} className="target:bg-accent-soft">
                  <Td>
                    <TextLink quiet href={`${runHref(candidate.runId)}#slices`}>
                      <bdi>{name}</bdi>
                    </TextLink>
                  </Td>
                  {[slice.n, slice.positives, tp, fn, fp, tn].map((value, index) => (
                    <Td key={`${name}-${["n", "p", "tp", "fn", "fp", "tn"][index]}`} align="end" className="text-ink-2">
                      {formatCount(value)}
                    </Td>
                  ))}
                  <Td align="end" className="font-medium">
                    {recallOf(slice)}
                  </Td>
                  {live && <Td align="end">{recallOf(before.get(name))}</Td>}
                </tr>
              );
            })}
          </tbody>
        </Table>
      </ScrollArea>
    </Panel>
  );
}
