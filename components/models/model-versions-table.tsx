import { Chip } from "@/components/ui/chip";
import { Digest } from "@/components/ui/digest";
import { Table, Td, Th } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { AgeText } from "@/components/ui/time-text";
import { formatNumber } from "@/lib/format";
import { metricMeaning } from "@/lib/metric-meaning";
import type { LiveTarget } from "@/lib/models/live-targets-query";
import type { ModelVersionListRow } from "@/lib/models/model-page-query";
import { versionMetrics } from "@/lib/models/version-metrics";
import { paths } from "@/lib/paths";

type ModelVersionsTableProps = {
  project: string;
  model: string;
  versions: readonly ModelVersionListRow[];
  live: readonly LiveTarget[];
  openPromotions: readonly { number: number; environment: string; versionId: string }[];
  now: Date;
};

/** Versions of a model, newest first: where each is live, what it scores, which promotion it waits in. */
export function ModelVersionsTable({ project, model, versions, live, openPromotions, now }: ModelVersionsTableProps) {
  const shown = versionMetrics.filter((key) => versions.some((v) => typeof v.metrics[key] === "number")).slice(0, 3);
  return (
    <Table caption={`Versions of ${model}`} density="roomy">
      <thead>
        <tr>
          <Th>Version</Th>
          <Th>Where</Th>
          <Th>Run</Th>
          {shown.map((key) => (
            <Th key={key} align="end">
              {metricMeaning(key).label}
            </Th>
          ))}
          <Th>Digest</Th>
          <Th>Registered</Th>
        </tr>
      </thead>
      <tbody>
        {versions.map((version) => (
          <tr key={version.id} data-tone={version.status === "active" ? undefined : "muted"}>
            <Td>
              <TextLink quiet href={paths.version(project, model, version.version)} className="font-medium">
                version {version.version}
              </TextLink>
              {version.status !== "active" && <span className="ms-2 text-ink-3">{version.status}</span>}
            </Td>
            <Td wrap>
              <VersionPlaces project={project} versionId={version.id} live={live} openPromotions={openPromotions} />
            </Td>
            <Td>
              <TextLink quiet href={paths.run(project, version.runId)} className="font-mono text-s">
                <bdi>{version.runName}</bdi>
              </TextLink>
            </Td>
            {shown.map((key) => (
              <Td key={key} align="end">
                {formatNumber(version.metrics[key], { digits: metricMeaning(key).digits })}
              </Td>
            ))}
            <Td>
              <Digest bare value={version.digest} label="version" length={8} />
            </Td>
            <Td>
              {version.registeredBy}{" "}
              <span className="text-ink-3">
                <AgeText at={version.registeredAt} now={now} />
              </span>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

type VersionPlacesProps = Pick<ModelVersionsTableProps, "project" | "live" | "openPromotions"> & { versionId: string };

/** Chips for the environments a version serves in and the promotions it waits in. */
export function VersionPlaces({ project, versionId, live, openPromotions }: VersionPlacesProps) {
  const serving = live.filter((target) => target.stable?.versionId === versionId);
  const trying = live.filter((target) => target.candidate?.versionId === versionId);
  const waiting = openPromotions.filter((promotion) => promotion.versionId === versionId);
  if (serving.length + trying.length + waiting.length === 0) return <span className="text-ink-3">not live</span>;
  return (
    <span className="flex flex-wrap gap-1.5">
      {serving.map((target) => (
        <Chip key={target.targetId} tone="pass">
          live in {target.environment}, {target.target}
        </Chip>
      ))}
      {trying.map((target) => (
        <Chip key={target.targetId} tone="accent">
          {target.candidate?.weight} % of {target.target}
        </Chip>
      ))}
      {waiting.map((promotion) => (
        <TextLink key={promotion.number} href={paths.promotion(project, promotion.number)} className="text-s">
          P-{promotion.number} to {promotion.environment}
        </TextLink>
      ))}
    </span>
  );
}
