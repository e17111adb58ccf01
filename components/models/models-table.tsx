import { Table, Td, Th } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { AgeText } from "@/components/ui/time-text";
import type { ModelListRow } from "@/lib/models/queries";
import { paths } from "@/lib/paths";
import { RiskTierChip } from "./risk-tier-chip";
import { trafficText } from "./traffic";

type ModelsTableProps = { project: string; models: readonly ModelListRow[]; now: Date };

/** All models: owner, tier, newest version and what is live in each environment. */
export function ModelsTable({ project, models, now }: ModelsTableProps) {
  return (
    <Table caption="Models" density="roomy">
      <thead>
        <tr>
          <Th>Model</Th>
          <Th>Owner</Th>
          <Th>Risk</Th>
          <Th>Live</Th>
          <Th align="end">Versions</Th>
          <Th align="end">Newest</Th>
        </tr>
      </thead>
      <tbody>
        {models.map((model) => (
          <tr key={model.id}>
            <Td wrap>
              <TextLink quiet href={paths.model(project, model.name)} className="font-medium">
                <bdi>{model.name}</bdi>
              </TextLink>
              <div className="text-s text-ink-2">
                <bdi>{model.useCase}</bdi>
              </div>
            </Td>
            <Td wrap>{model.ownerName ?? <span className="text-warn">no owner</span>}</Td>
            <Td>
              <RiskTierChip tier={model.riskTier} />
            </Td>
            <Td wrap>
              {model.live.length === 0 && <span className="text-ink-3">nowhere</span>}
              {model.live.map((target) => (
                <div key={target.targetId} className="text-s">
                  <span className="text-ink-2">{target.environment}</span> <bdi>{target.target}</bdi>{" "}
                  <span className="tabular-nums">{trafficText(target)}</span>
                </div>
              ))}
            </Td>
            <Td align="end">{model.versions}</Td>
            <Td align="end">
              {model.latest === null ? (
                <span className="text-ink-3">none yet</span>
              ) : (
                <>
                  <TextLink quiet href={paths.version(project, model.name, model.latest)}>
                    version {model.latest}
                  </TextLink>
                  {model.registeredAt && (
                    <span className="ms-2 text-ink-3">
                      <AgeText at={model.registeredAt} now={now} />
                    </span>
                  )}
                </>
              )}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
