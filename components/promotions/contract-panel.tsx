import { Panel } from "@/components/ui/panel";
import { ScrollArea } from "@/components/ui/scroll-area";
import { StatusBadge } from "@/components/ui/status-badge";
import { TextLink } from "@/components/ui/text-link";
import { formatList, plural } from "@/lib/format";
import { consumerBreaks, diffSignatures } from "@/lib/governance/gates/contract-diff";
import type { Evidence } from "@/lib/governance/gates/evidence";
import { anchorOf } from "@/lib/promotions/evidence-anchor";
import { ContractChanges } from "./contract-changes";

type ContractPanelProps = {
  evidence: Pick<Evidence, "contract" | "consumers" | "live" | "candidate">;
  /** Where consumers are registered. */
  consumersHref: string;
};

/** What the version takes and gives: how it differs from the live one, and which registered consumers would break. */
export function ContractPanel({ evidence, consumersHref }: ContractPanelProps) {
  const { contract, live } = evidence;
  const candidate = contract?.candidate ?? null;
  if (!candidate) {
    return (
      <Panel padded>
        <p className="text-ink-2">
          {contract?.candidateProblem
            ? `The signature that came with the run cannot be read: ${contract.candidateProblem}.`
            : "No signature came with the run. Log it with model_signature, so that what the version takes and gives can be held against those who call it."}
        </p>
      </Panel>
    );
  }
  const changes = contract?.live ? diffSignatures(contract.live, candidate) : null;
  const breaking = changes?.filter((change) => change.breaks !== null).length ?? 0;
  return (
    <Panel>
      <div className="px-3.5 py-3">
        {changes === null ? (
          <p className="text-ink-2">
            {live
              ? `The signature of ${live.label}, which is live, is not on record.`
              : "Nothing is live there, so no caller of a live version can break."}{" "}
            This version takes {plural(candidate.inputs.length, "input")} and gives{" "}
            {plural(candidate.outputs.length, "output")}.
          </p>
        ) : changes.length === 0 ? (
          <StatusBadge tone="pass">Takes and gives the same as {live?.label}</StatusBadge>
        ) : (
          <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
            <StatusBadge tone={breaking > 0 ? "fail" : "pass"}>
              {breaking === 0
                ? "none breaks a caller"
                : breaking === 1
                  ? "1 breaks callers"
                  : `${breaking} break callers`}
            </StatusBadge>
            <span className="text-s text-ink-2">
              of {plural(changes.length, "change")} against {live?.label}
            </span>
          </p>
        )}
      </div>
      {changes && changes.length > 0 && (
        <ScrollArea className="max-h-80 overflow-auto border-t border-line">
          <ContractChanges caption={`Contract against ${live?.label}`} changes={changes} />
        </ScrollArea>
      )}
      <Consumers consumers={evidence.consumers} candidate={candidate} href={consumersHref} />
    </Panel>
  );
}

type ConsumersProps = {
  consumers: Evidence["consumers"];
  candidate: NonNullable<NonNullable<Evidence["contract"]>["candidate"]>;
  href: string;
};

function Consumers({ consumers, candidate, href }: ConsumersProps) {
  if (!consumers || consumers.length === 0) {
    return (
      <p className="border-t border-line px-3.5 py-3 text-s text-ink-2">
        Nobody is registered as a consumer, so who else would break is not known.{" "}
        <TextLink href={href}>Register one</TextLink>
      </p>
    );
  }
  return (
    <ul className="divide-y divide-line border-t border-line">
      {consumers.map((consumer) => {
        const breaks = consumerBreaks(consumer, candidate);
        return (
          <li key={consumer.id} id={anchorOf("consumer", consumer.id)} className="px-3.5 py-2.5">
            <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
              <bdi className="font-medium">{consumer.name}</bdi>
              <span className="text-s text-ink-3">{consumer.ownerName ?? "nobody answers for it"}</span>
              <span className="ms-auto">
                {breaks.length === 0 ? (
                  <StatusBadge tone="pass">keeps working</StatusBadge>
                ) : (
                  <StatusBadge tone="fail">breaks on {plural(breaks.length, "field")}</StatusBadge>
                )}
              </span>
            </div>
            {breaks.length > 0 && (
              <p className="mt-1 text-s text-ink-2">
                {formatList(breaks.slice(0, 6).map(({ name, breaks: why }) => `${name}: ${why}`))}
                {breaks.length > 6 && `; and ${breaks.length - 6} more`}
              </p>
            )}
          </li>
        );
      })}
    </ul>
  );
}
