import { Panel } from "@/components/ui/panel";
import { ProgressBar } from "@/components/ui/progress-bar";
import { TextLink } from "@/components/ui/text-link";
import { TimeText } from "@/components/ui/time-text";
import { plural } from "@/lib/format";
import { missingTitles } from "@/lib/models/card-completeness";
import type { CardPage } from "@/lib/models/card-page-query";
import { sectionTitle } from "@/lib/models/card-sections";
import { CardFigureList } from "./card-figure-list";

type CardRailProps = { project: string; page: CardPage; href: string; now: Date };

/** Beside the card: how complete it is, where its figures come from, who wrote and who reviewed it. */
export function CardRail({ project, page, href, now }: CardRailProps) {
  const { completeness } = page.facts;
  const shown = page.shown?.revision;
  return (
    <div className="flex flex-col gap-4">
      <Panel padded className="flex flex-col gap-2.5">
        <h2 className="text-m">Completeness</h2>
        <ProgressBar
          label="Required"
          value={completeness.share}
          text={`${completeness.done} of ${completeness.required}`}
        />
        <p className="text-xs text-ink-3">
          What {page.model.riskTier} risk asks for. A drafted section counts once confirmed.
        </p>
        <SectionList
          title="To write"
          entries={missingTitles(completeness.missing).map((title, i) => [completeness.missing[i] ?? "", title])}
          href={href}
        />
        <SectionList
          title="To confirm"
          entries={completeness.unconfirmed.map((key) => [key, sectionTitle(key)])}
          href={href}
        />
      </Panel>
      <CardFigureList project={project} figures={page.figureViews} now={now} />
      <Panel padded>
        <h2 className="mb-1.5 text-m">Revisions</h2>
        <ol className="flex flex-col gap-2 text-s">
          {page.revisions.slice(0, 8).map(({ revision, editedAt, editedBy }) => (
            <li key={revision}>
              <span className="flex min-h-6 flex-wrap items-center gap-x-4 gap-y-1">
                <TextLink href={`${href}?revision=${revision}`} aria-current={revision === shown ? "true" : undefined}>
                  Revision {revision}
                </TextLink>
                {revision === page.approvedRevision && <span className="text-xs text-pass">✓ approved</span>}
                {revision > 1 && (
                  <TextLink className="text-xs" href={`${href}/compare?from=${revision - 1}&to=${revision}`}>
                    what changed
                  </TextLink>
                )}
              </span>
              <p className="text-xs text-ink-2">
                {editedBy}, <TimeText at={editedAt} />
              </p>
            </li>
          ))}
        </ol>
        {page.revisions.length > 0 && (
          <p className="mt-2 text-xs text-ink-3">
            {page.revisions.length > 8 && `8 of ${plural(page.revisions.length, "revision")}. `}
            <TextLink href={`${href}/compare`}>Compare any two</TextLink>, or{" "}
            <TextLink href={`${href}/compare?from=live`}>with the live version's card</TextLink>.
          </p>
        )}
      </Panel>
      <Panel padded>
        <h2 className="mb-1.5 text-m">Reviews</h2>
        {page.reviews.length === 0 ? (
          <p className="text-s text-ink-2">Nobody has reviewed it yet.</p>
        ) : (
          <ol className="flex flex-col gap-2.5 text-s">
            {page.reviews.map((review) => (
              <li key={review.id}>
                <b className="font-medium">{review.by}</b> {reviewWords[review.kind]} revision {review.revision}
                {review.signature && `, as ${review.signature.role.replace("_", " ")}`}
                <p className="text-xs text-ink-3">
                  <TimeText at={review.at} />
                </p>
                {review.comment && <p className="whitespace-pre-wrap text-ink-2 wrap-anywhere">{review.comment}</p>}
              </li>
            ))}
          </ol>
        )}
      </Panel>
    </div>
  );
}

const reviewWords = {
  submitted: "sent to review",
  approved: "approved",
  sent_back: "sent back",
  archived: "archived at",
} as const;

function SectionList({ title, entries, href }: { title: string; entries: [string, string][]; href: string }) {
  if (entries.length === 0) return null;
  return (
    <div className="text-s">
      <p className="text-xs text-ink-3">{title}</p>
      <ul>
        {entries.map(([key, label]) => (
          <li key={key}>
            <TextLink href={`${href}?edit=1#${key}`} className="text-s">
              {label}
            </TextLink>
          </li>
        ))}
      </ul>
    </div>
  );
}
