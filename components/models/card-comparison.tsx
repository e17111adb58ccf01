import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { SelectField } from "@/components/ui/select";
import { TimeText } from "@/components/ui/time-text";
import type { findCardCompare } from "@/lib/models/card-compare-query";
import type { SectionDiff } from "@/lib/models/card-diff";
import { figureLabel, figureText } from "@/lib/models/card-figure";

type CardComparisonProps = { page: NonNullable<Awaited<ReturnType<typeof findCardCompare>>>; href: string };

/** Two revisions of a card, word by word: what was taken out is struck through, what came in is underlined. */
export function CardComparison({ page, href }: CardComparisonProps) {
  const { sides, from, to, sections, figures } = page;
  if (!from || !to)
    return <EmptyState title="No card yet">There is nothing to compare until a card is written.</EmptyState>;
  const options = sides.map(({ value, label }) => ({ value, label }));
  return (
    <>
      <form action={`${href}/compare`} className="mb-5 flex flex-wrap items-end gap-3" data-print="hide">
        <SelectField name="from" label="From" options={options} defaultValue={from.value} />
        <SelectField name="to" label="To" options={options} defaultValue={to.value} />
        <Button type="submit">Compare</Button>
      </form>
      <p className="mb-4 text-s text-ink-2">
        From <b className="font-medium">{from.label}</b> by {from.revision.editedBy},{" "}
        <TimeText at={from.revision.editedAt} />, to <b className="font-medium">{to.label}</b> by {to.revision.editedBy}
        , <TimeText at={to.revision.editedAt} />.
      </p>
      {sections.length === 0 && figures.length === 0 && (
        <EmptyState title="The texts are equal">No section and no figure differs between the two.</EmptyState>
      )}
      <div className="flex flex-col gap-5">
        {sections.map((section) => (
          <DiffSection key={section.key} section={section} />
        ))}
      </div>
      {figures.length > 0 && (
        <Section title="Figures" meta="refreshed between the two">
          <Panel padded>
            <ul className="flex flex-col gap-1.5">
              {figures.map(({ reference, before, now }) => (
                <li key={reference}>
                  {figureLabel(reference)}: <del>{figureText(reference, before)}</del>{" "}
                  <ins className="font-medium no-underline">{figureText(reference, now)}</ins>
                </li>
              ))}
            </ul>
          </Panel>
        </Section>
      )}
    </>
  );
}

function DiffSection({ section: { key, title, parts } }: { section: SectionDiff }) {
  return (
    <section aria-labelledby={`diff-${key}`}>
      <h2 id={`diff-${key}`} className="mb-1.5 text-m">
        {title}
      </h2>
      <Panel padded>
        <p dir="auto" className="leading-relaxed whitespace-pre-wrap wrap-anywhere">
          {parts.map(({ text, kind }, index) => {
            // biome-ignore-start lint/suspicious/noArrayIndexKey: parts have no identity beside their order
            if (kind === "added")
              return (
                <ins key={index} className="bg-pass-soft text-pass underline decoration-2 underline-offset-2">
                  {text}
                </ins>
              );
            if (kind === "removed")
              return (
                <del key={index} className="bg-fail-soft text-fail line-through">
                  {text}
                </del>
              );
            return <span key={index}>{text}</span>;
            // biome-ignore-end lint/suspicious/noArrayIndexKey: as above
          })}
        </p>
      </Panel>
    </section>
  );
}
