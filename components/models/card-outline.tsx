import { Glyph } from "@/components/ui/glyph";
import type { CardBody } from "@/db/schema/cards";
import { cardParts, cardSections, mitigationsTitle } from "@/lib/models/card-sections";

type CardOutlineProps = { body: CardBody; missing: readonly string[] };

const mark = { missing: "missing", drafted: "drafted", empty: "empty", written: "" } as const;

/** The parts and sections of a card with what is still missing; each leads to its section. */
export function CardOutline({ body, missing }: CardOutlineProps) {
  const stateOf = (key: string, written: boolean): keyof typeof mark => {
    if (missing.includes(key)) return "missing";
    if (body.drafted.some((drafted) => drafted === key)) return "drafted";
    return written ? "written" : "empty";
  };
  return (
    <nav aria-label="Sections of the card" data-print="hide" className="text-s xl:sticky xl:top-16">
      <ul className="flex gap-x-5 gap-y-3 overflow-x-auto pb-2 xl:flex-col xl:overflow-visible">
        {cardParts.map((part) => (
          <li key={part} className="shrink-0">
            <p className="mb-0.5 text-xs text-ink-3">{part}</p>
            <ul>
              {cardSections
                .filter(([, , , of]) => of === part)
                .map(([key, title]) => (
                  <OutlineLink key={key} id={key} title={title} state={stateOf(key, body[key].trim() !== "")} />
                ))}
              {part === "Considerations" && (
                <OutlineLink
                  id="mitigations"
                  title={mitigationsTitle}
                  state={stateOf("mitigations", body.mitigations.length > 0)}
                />
              )}
            </ul>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function OutlineLink({ id, title, state }: { id: string; title: string; state: keyof typeof mark }) {
  const quiet = state === "empty" ? "text-ink-3" : "text-ink-2";
  return (
    <li>
      <a href={`#${id}`} className={`flex min-h-6 items-center gap-1.5 py-0.5 hover:text-ink hover:underline ${quiet}`}>
        <span className="whitespace-nowrap">{title}</span>
        {(state === "missing" || state === "drafted") && (
          <span className="inline-flex items-center gap-0.75 text-xs text-warn">
            <Glyph name={state === "missing" ? "warn" : "info"} size={11} />
            {mark[state]}
          </span>
        )}
      </a>
    </li>
  );
}
