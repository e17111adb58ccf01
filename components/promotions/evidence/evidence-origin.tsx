import { DescriptionList } from "@/components/ui/description-list";
import { Digest } from "@/components/ui/digest";
import { Panel } from "@/components/ui/panel";
import { ScrollArea } from "@/components/ui/scroll-area";
import { Table, Td, Th } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { AgeText } from "@/components/ui/time-text";
import { axes } from "@/db/enums";
import { formatNumber } from "@/lib/format";
import type { Evidence } from "@/lib/governance/gates/evidence";
import { metricMeaning } from "@/lib/metric-meaning";

type OriginProps = { evidence: Evidence; runHref: (runId: string) => string; now: Date };

const missing = <span className="text-unknown">not on record</span>;
const long = 24;
const value = (text: string | null) =>
  text === null ? missing : text.length > long ? <Digest value={text} length={12} /> : text;

/** The six axes of candidate and live version. */
export function EvidenceAxes({ evidence: { candidate, live } }: Pick<OriginProps, "evidence">) {
  return (
    <Panel>
      <ScrollArea className="overflow-x-auto">
        <Table caption="Reproducibility axes" density="dense">
          <thead>
            <tr>
              <Th>Axis</Th>
              <Th>{candidate.label}</Th>
              {live && <Th>{live.label}</Th>}
            </tr>
          </thead>
          <tbody>
            {axes.map((axis) => (
              <tr key={axis}>
                <Td>{axis.replaceAll("_", " ")}</Td>
                <Td>{value(candidate.axes[axis] ?? null)}</Td>
                {live && <Td>{value(live.axes[axis] ?? null)}</Td>}
              </tr>
            ))}
          </tbody>
        </Table>
      </ScrollArea>
    </Panel>
  );
}

/** Code, data, features and sources behind the candidate. */
export function EvidenceLineage({ evidence: { lineage } }: Pick<OriginProps, "evidence">) {
  if (!lineage)
    return (
      <Panel padded>
        <p className="text-ink-2">Lineage was not gathered when this document was made.</p>
      </Panel>
    );
  const { code, trainingData, evaluationData } = lineage;
  const named = ({ name, digest }: { name: string | null; digest: string | null }) => (
    <span className="inline-flex flex-wrap items-center gap-2">
      {name && <bdi>{name}</bdi>} {digest ? <Digest value={digest} /> : missing}
    </span>
  );
  return (
    <Panel padded>
      <DescriptionList
        items={[
          { term: "Code", value: value(code.commit) },
          { term: "Repository", value: code.repository ? <bdi>{code.repository}</bdi> : missing },
          { term: "Training data", value: named(trainingData) },
          { term: "Evaluation data", value: named(evaluationData) },
          { term: "Feature definitions", value: value(lineage.featureDefinitions) },
          { term: "Label", value: lineage.label ? <bdi>{lineage.label}</bdi> : missing },
          {
            term: "Sources",
            value:
              lineage.sources.length === 0
                ? missing
                : lineage.sources.map((source) => `${source.name} (${source.version})`).join(", "),
          },
        ]}
      />
    </Panel>
  );
}

const shown = ["accuracy", "roc_auc", "recall", "log_loss"];

/** Runs of the candidate's recipe, one line for each, with the metrics that seeds move. */
export function EvidenceSeeds({ evidence: { seeds, candidate }, runHref, now }: OriginProps) {
  if (seeds.length === 0)
    return (
      <Panel padded>
        <p className="text-ink-2">
          No run of this recipe is on record with its whole recipe: same commit, data, features, parameters, image and
          evaluation data.
        </p>
      </Panel>
    );
  const keys = shown.filter((key) => seeds.some((run) => key in run.metrics));
  return (
    <Panel>
      <ScrollArea className="max-h-96 overflow-auto">
        <Table caption="Runs of the same recipe" density="dense" data-sticky>
          <thead>
            <tr>
              <Th>Run</Th>
              <Th align="end">Seed</Th>
              {keys.map((key) => (
                <Th key={key} align="end">
                  {metricMeaning(key).label}
                </Th>
              ))}
              <Th align="end">Age</Th>
            </tr>
          </thead>
          <tbody>
            {seeds.map((run) => (
              <tr key={run.runId} data-tone={run.runId === candidate.runId ? "sunken" : undefined}>
                <Td>
                  <TextLink quiet href={runHref(run.runId)}>
                    {run.name}
                  </TextLink>
                  {run.runId === candidate.runId && <span className="text-xs text-ink-3"> this version</span>}
                </Td>
                <Td align="end">{run.seed ?? "—"}</Td>
                {keys.map((key) => (
                  <Td key={key} align="end">
                    {formatNumber(run.metrics[key] ?? null, { digits: metricMeaning(key).digits })}
                  </Td>
                ))}
                <Td align="end" className="text-ink-3">
                  <AgeText at={new Date(run.measuredAt)} now={now} />
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </ScrollArea>
    </Panel>
  );
}
