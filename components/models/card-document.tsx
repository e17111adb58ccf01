import { Chip } from "@/components/ui/chip";
import type { CardBody } from "@/db/schema/cards";
import { textsOf } from "@/lib/models/card-figure";
import type { FigureView } from "@/lib/models/card-figures";
import { linksOf } from "@/lib/models/card-markdown";
import {
  type CardSection,
  cardParts,
  cardSections,
  mitigationsTitle,
  sectionKeys,
  shownText,
} from "@/lib/models/card-sections";
import { CardClaims } from "./card-claims";
import { ConfirmSection } from "./card-confirm";
import { FigureChip, NewFigureChip } from "./card-figure-chip";
import { CardText } from "./card-text";

type CardDocumentProps = {
  project: string;
  body: CardBody;
  figures: readonly FigureView[];
  now: Date;
  /** Shows these sections alone, without headings of parts. */
  only?: readonly CardSection[];
  /** Given when the reader may confirm drafted sections of the newest revision. */
  confirm?: { versionId: string; seenRevision: number } | undefined;
};

/** The card as a document: parts, sections, figures as chips; what nobody wrote is left out. */
export function CardDocument({ project, body: whole, figures, now, only, confirm }: CardDocumentProps) {
  const body = only ? { ...whole, ...blankExcept(only), mitigations: [], claims: [] } : whole;
  const links = linksOf(textsOf(body));
  const views = new Map(figures.map((view) => [view.reference, view]));
  const figure = (reference: string) => {
    const view = views.get(reference);
    return view ? (
      <FigureChip view={view} project={project} now={now.toISOString()} />
    ) : (
      <NewFigureChip reference={reference} isKnown={false} />
    );
  };
  const text = (markdown: string) => <CardText text={markdown} figure={figure} links={links} />;
  const written = cardParts.filter((part) => sectionsOf(part, body).length > 0 || hasList(part, body));
  return (
    <div className="flex flex-col gap-7">
      {written.map((part) => (
        <div key={part} className="flex flex-col gap-5">
          {!only && <h2 className="border-b border-line pb-1.5">{part}</h2>}
          {sectionsOf(part, body).map(([key, title]) => (
            <section key={key} id={key} aria-labelledby={`${key}-title`} className="scroll-mt-16">
              <div className="mb-1 flex flex-wrap items-center gap-2">
                <h3 id={`${key}-title`}>{title}</h3>
                {body.drafted.includes(key) && (
                  <>
                    <Chip tone="warn" glyph="info">
                      Drafted from evidence, not confirmed
                    </Chip>
                    {confirm && <ConfirmSection project={project} {...confirm} section={key} title={title} />}
                  </>
                )}
              </div>
              {text(shownText(key, body[key]))}
            </section>
          ))}
          {part === "Considerations" && body.mitigations.length > 0 && (
            <section id="mitigations" aria-labelledby="mitigations-title" className="scroll-mt-16">
              <h3 id="mitigations-title" className="mb-1">
                {mitigationsTitle}
              </h3>
              <dl className="flex flex-col gap-2.5">
                {body.mitigations.map(({ name, mitigation }) => (
                  <div key={name} className="break-avoid">
                    <dt className="font-medium">
                      <bdi>{name}</bdi>
                    </dt>
                    <dd className="text-ink-2">{mitigation ? text(mitigation) : "No mitigation is stated."}</dd>
                  </div>
                ))}
              </dl>
            </section>
          )}
          {part === "Evidence" && body.claims.length > 0 && <CardClaims claims={body.claims} />}
        </div>
      ))}
      {links.length > 0 && (
        <section className="hidden print:block">
          <h2>Addresses</h2>
          <ol className="list-decimal ps-5 text-s wrap-anywhere">
            {links.map((link) => (
              <li key={link}>{link}</li>
            ))}
          </ol>
        </section>
      )}
    </div>
  );
}

const sectionsOf = (part: string, body: CardBody): (readonly [CardSection, string])[] =>
  cardSections.flatMap(([key, title, , of]) => (of === part && body[key].trim() !== "" ? [[key, title] as const] : []));

const hasList = (part: string, body: CardBody): boolean =>
  (part === "Considerations" && body.mitigations.length > 0) || (part === "Evidence" && body.claims.length > 0);

const blankExcept = (kept: readonly CardSection[]) =>
  Object.fromEntries(sectionKeys.filter((key) => !kept.includes(key)).map((key) => [key, ""]));
