import { CommandLine } from "@/components/ui/command-line";
import { TextLink } from "@/components/ui/text-link";
import type { Remedy } from "@/lib/governance/gates/gate-remedy";
import type { GateRow } from "@/lib/promotions/gate-row";

export type RemedyHref = (place: NonNullable<Remedy["place"]>) => { href: string; label: string } | null;

/** What to do about a gate that does not pass, and, folded away, how it is judged and on which evidence. */
export function GateExplanation({ row, remedyHref }: { row: GateRow; remedyHref: RemedyHref }) {
  const { remedy } = row;
  const place = remedy?.place ? remedyHref(remedy.place) : null;
  return (
    <>
      {remedy && (
        <p className="mt-1 text-s text-ink-2">
          <span className="font-medium text-ink">Next:</span> {remedy.text}{" "}
          {place && <TextLink href={place.href}>{place.label}</TextLink>}
        </p>
      )}
      <details className="mt-1 text-s">
        <summary className="w-fit text-xs text-ink-3 hover:text-ink">
          {remedy?.command ? "Command, formula and evidence" : "Formula and evidence"}
        </summary>
        <div className="mt-1.5 flex max-w-160 flex-col gap-2">
          {remedy?.command && <CommandLine command={remedy.command} />}
          <code className="text-xs whitespace-pre-wrap wrap-anywhere text-ink-2">{row.formula}</code>
          {row.evidence.length > 0 && (
            <ul className="flex flex-wrap gap-x-3 gap-y-1 text-xs">
              {row.evidence.map(({ label, href }) => (
                <li key={href + label}>
                  <TextLink href={href}>{label}</TextLink>
                </li>
              ))}
            </ul>
          )}
        </div>
      </details>
    </>
  );
}
