import { HeadroomAxis, HeadroomBar } from "@/components/charts/headroom-bar";
import { Glyph } from "@/components/ui/glyph";
import { StatusBadge } from "@/components/ui/status-badge";
import { Table, Td, Th } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { ThreadsAbout } from "@/lib/promotions/discussion/thread-links";
import { foldGates, type GateRow } from "@/lib/promotions/gate-row";
import { ThreadsLink } from "./discussion/threads-link";
import { GateExplanation, type RemedyHref } from "./gate-explanation";
import { outcomeTones, outcomeWords } from "./outcome-tone";

type GatesTableProps = {
  rows: readonly GateRow[];
  live: string;
  /** Where a gate is defined in its policy version. */
  gateHref: (gateId: string) => string;
  /** Threads by what they are about, so that a gate shows its own. */
  threadsOn: (anchor: string) => ThreadsAbout;
  /** Where a next step is taken; null when this person cannot go there. */
  remedyHref: RemedyHref;
};

/** The whole limit fills half the axis; larger distances are cut and marked. */
const scale = 1;

const barTone = (row: GateRow) => {
  if (row.outcome === "passed") return (row.headroom ?? 1) < 0.06 ? "warn" : "pass";
  return row.outcome === "failed" ? "fail" : row.outcome === "waived" ? "waived" : "unknown";
};

/** Every gate, closest to failing first, on one headroom axis; yes-or-no gates that passed fold into one line. */
export function GatesTable({ rows, live, gateHref, threadsOn, remedyHref }: GatesTableProps) {
  const { scaled, complete } = foldGates(rows);
  return (
    <>
      <div className="hidden md:block">
        <Table caption="Gates, closest to failing first" density="roomy">
          <thead>
            <tr>
              <Th>Verdict</Th>
              <Th>Gate</Th>
              <Th align="end">Value</Th>
              <Th align="end">Limit</Th>
              <Th>
                <HeadroomAxis width={104} />
              </Th>
              <Th align="end">Room</Th>
              <Th align="end">{live}</Th>
              <Th align="end">n, age</Th>
            </tr>
          </thead>
          <tbody>
            {scaled.map((row) => (
              <tr key={row.id} id={`gate-${row.id}`} data-tone={row.outcome === "inconclusive" ? "muted" : undefined}>
                <Td>
                  <Verdict row={row} />
                </Td>
                <Td wrap className="w-full min-w-64 py-1.5">
                  <GateTitle row={row} href={gateHref(row.id)} threads={threadsOn(row.id)} remedyHref={remedyHref} />
                </Td>
                <Td align="end" className="font-medium">
                  <Figure text={row.observed} href={row.evidence[0]?.href} />
                </Td>
                <Td align="end" className="text-ink-2">
                  {row.limit}
                </Td>
                <Td>
                  <HeadroomBar
                    label={row.headroomText}
                    headroom={row.headroom}
                    scale={scale}
                    tone={barTone(row)}
                    width={104}
                  />
                </Td>
                <Td align="end" title={row.headroomText}>
                  {row.margin ?? "—"}
                </Td>
                <Td align="end" className="text-ink-2">
                  <Figure text={row.live} href={(row.evidence[1] ?? row.evidence[0])?.href} />
                </Td>
                <Td align="end" className="py-1.5 text-ink-2">
                  {row.n}
                  <span className="block text-xs text-ink-3">{row.age}</span>
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
      <ul className="divide-y divide-line md:hidden">
        {scaled.map((row) => (
          <li key={row.id} className="px-3.5 py-3">
            <Verdict row={row} />
            <div className="mt-1">
              <GateTitle row={row} href={gateHref(row.id)} threads={threadsOn(row.id)} remedyHref={remedyHref} />
            </div>
            <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1 text-s tabular-nums">
              <span>
                <b className="font-medium">
                  <Figure text={row.observed} href={row.evidence[0]?.href} />
                </b>{" "}
                <span className="text-ink-3">limit {row.limit}</span>
              </span>
              <HeadroomBar
                label={row.headroomText}
                headroom={row.headroom}
                scale={scale}
                tone={barTone(row)}
                width={110}
              />
              <span className="text-ink-2">n {row.n}</span>
            </div>
          </li>
        ))}
      </ul>
      {complete.length > 0 && (
        <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1 border-t border-line px-3 py-2.5 text-s first:border-t-0">
          <StatusBadge tone="pass">{complete.length} passed</StatusBadge>
          <span className="text-ink-2">complete or not, no headroom:</span>
          {complete.map((row, index) => (
            <span key={row.id} id={`gate-${row.id}`}>
              <TextLink quiet href={gateHref(row.id)} title={row.sentence}>
                {row.title}
              </TextLink>
              {index < complete.length - 1 && <span className="text-ink-3"> ·</span>}
            </span>
          ))}
        </p>
      )}
    </>
  );
}

function Verdict({ row }: { row: GateRow }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      <StatusBadge tone={outcomeTones[row.outcome]}>{outcomeWords[row.outcome]}</StatusBadge>
      {!row.blocks && row.outcome !== "passed" && <span className="text-xs text-ink-3">warns only</span>}
    </span>
  );
}

/** A figure that leads to where it stands in the evidence. */
function Figure({ text, href }: { text: string; href: string | undefined }) {
  return href === undefined || text === "—" ? (
    text
  ) : (
    <TextLink quiet href={href}>
      {text}
    </TextLink>
  );
}

type GateTitleProps = { row: GateRow; href: string; threads: ThreadsAbout; remedyHref: RemedyHref };

function GateTitle({ row, href, threads, remedyHref }: GateTitleProps) {
  return (
    <>
      <TextLink quiet href={href} className="font-medium">
        {row.title}
      </TextLink>
      <ThreadsLink threads={threads} />
      <span className="block text-s leading-snug text-ink-2">{row.sentence}</span>
      {row.waiver && (
        <span className="mt-0.5 flex items-start gap-1.5 text-s text-waived">
          <Glyph name="waived" size={12} className="mt-0.75" />
          <bdi>{row.waiver}</bdi>
        </span>
      )}
      <GateExplanation row={row} remedyHref={remedyHref} />
    </>
  );
}
