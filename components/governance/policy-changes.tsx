import { Callout } from "@/components/ui/callout";
import { StatusBadge } from "@/components/ui/status-badge";
import { Table, Td, Th } from "@/components/ui/table";
import type { Tone } from "@/components/ui/tone";
import { formatList } from "@/lib/format";
import type { FieldChange, GateChange, PolicyDiff } from "@/lib/governance/policy-diff";
import { diffSentence } from "@/lib/governance/policy-diff";

const marks: Readonly<Record<GateChange["change"] | FieldChange["effect"], readonly [Tone, string, string]>> = {
  added: ["pass", "+", "added"],
  removed: ["warn", "−", "taken out"],
  tightened: ["pass", "▲", "tightened"],
  loosened: ["warn", "▼", "loosened"],
  mixed: ["warn", "▲▼", "both ways"],
  other: ["neutral", "≠", "changed"],
  changed: ["neutral", "≠", "changed"],
};

function Mark({ what }: { what: keyof typeof marks }) {
  const [tone, sign, word] = marks[what];
  return (
    <StatusBadge tone={tone} glyph={null}>
      <span aria-hidden="true">{sign}</span> {word}
    </StatusBadge>
  );
}

function Fields({ fields, isMixed = false }: { fields: readonly FieldChange[]; isMixed?: boolean }) {
  return (
    <ul className="flex flex-col gap-0.5">
      {fields.map((field) => (
        <li key={field.path} className="wrap-anywhere">
          {field.label}: <span className="text-ink-3">{field.from}</span> →{" "}
          <bdi className="font-medium">{field.to}</bdi>
          {isMixed && <span className="ms-1.5 text-xs text-ink-2">({marks[field.effect][2]})</span>}
        </li>
      ))}
    </ul>
  );
}

type Props = {
  diff: PolicyDiff;
  /** What it is compared with, e.g. "version 3, live since 12 Nov"; null = nothing, the policy is new. */
  against: string | null;
  /** Numbers of open promotions that would profit from what is loosened. */
  open?: readonly number[];
};

/** What changes, gate by gate and by direction; what asks for less than before is said first. */
export function PolicyChanges({ diff, against, open = [] }: Props) {
  if (against === null)
    return <Callout>A new policy: there is no live version to compare with, and all of it is new.</Callout>;
  const { scope, approval, gates, isReordered, loosened } = diff;
  const isEmpty = scope.length + approval.length + gates.length === 0;
  return (
    <div className="flex flex-col gap-3">
      {loosened.length > 0 && (
        <Callout tone="warn" role="note">
          <p>
            <b className="font-medium">This asks for less than {against}.</b> {formatList([...loosened])}.
          </p>
          {open.length > 0 && (
            <p className="mt-1 text-s">
              A limit that falls while somebody waits to pass it is a warning sign:{" "}
              {formatList(open.map((number) => `P-${number}`))} {open.length === 1 ? "is" : "are"} open under it.
            </p>
          )}
        </Callout>
      )}
      <p className="text-s text-ink-2">
        Compared with {against}. {isEmpty ? "Nothing changes in meaning." : diffSentence(diff)}
        {isReordered && " The gates stand in another order, which changes nothing."}
      </p>
      {!isEmpty && (
        <div className="overflow-x-auto rounded-m border border-line bg-panel">
          <Table caption="Changes" density="roomy">
            <thead>
              <tr>
                <Th>Change</Th>
                <Th>Where</Th>
                <Th>From → to</Th>
              </tr>
            </thead>
            <tbody>
              {gates.map((gate) => (
                <tr key={gate.gateId}>
                  <Td>
                    <Mark what={gate.change} />
                  </Td>
                  <Td wrap className="min-w-28">
                    <bdi className="font-medium">{gate.title}</bdi>
                    <code className="block text-xs text-ink-3">{gate.gateId}</code>
                  </Td>
                  <Td wrap className="min-w-56">
                    {gate.fields.length > 0 ? (
                      <Fields fields={gate.fields} isMixed={gate.change === "mixed"} />
                    ) : (
                      <span className="text-ink-2">
                        {gate.severity === "block" ? "a gate that blocks" : "a gate that warns"}
                      </span>
                    )}
                  </Td>
                </tr>
              ))}
              {[
                ...approval.map((field) => ["Approval", field] as const),
                ...scope.map((field) => ["Policy", field] as const),
              ].map(([where, field]) => (
                <tr key={`${where}-${field.path}`}>
                  <Td>
                    <Mark what={field.effect} />
                  </Td>
                  <Td>{where}</Td>
                  <Td wrap>
                    <Fields fields={[field]} />
                  </Td>
                </tr>
              ))}
            </tbody>
          </Table>
        </div>
      )}
    </div>
  );
}
