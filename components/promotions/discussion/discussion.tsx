import { Panel } from "@/components/ui/panel";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import { dayOf } from "@/lib/governance/findings/finding";
import { anchorOptions, viewAnchor } from "@/lib/promotions/discussion/anchor";
import type { Mentionable } from "@/lib/promotions/discussion/mentions";
import type { PromotionPage } from "@/lib/promotions/promotion-page-query";
import { NewThreadForm } from "./comment-form";
import { ThreadView } from "./thread-view";

type DiscussionProps = {
  project: string;
  page: PromotionPage;
  people: readonly Mentionable[];
  userId: string;
  now: Date;
  /** Only unresolved threads are shown. */
  isFiltered: boolean;
  /** What a new thread is about to begin with: the link of a gate, slice or field gives it. */
  about: string;
  hrefs: { all: string; unresolved: string };
  mayRaise: boolean;
};

/** Threads about the promotion and its parts, oldest first, and a place to start one. */
export function Discussion({
  project,
  page,
  people,
  userId,
  now,
  isFiltered,
  about,
  hrefs,
  mayRaise,
}: DiscussionProps) {
  const { threads, unresolved, promotion, gates, available, evaluation } = page;
  const shown = isFiltered ? threads.filter((thread) => thread.resolvedAt === null) : threads;
  const slices = [...new Set(evaluation.results.flatMap((result) => result.slices.map((slice) => slice.slice)))];
  const finding = mayRaise
    ? {
        modelId: page.model.id,
        versionId: page.version.id,
        promotionId: promotion.id,
        ownerUserId: page.model.ownerUserId ?? "",
        dueOn: dayOf(new Date(now.getTime() + 30 * 86_400_000)),
      }
    : null;
  const groups = anchorOptions(gates, slices);
  const label = (kind: string) => (option: { value: string; label: string }) => ({
    value: option.value,
    label: `${kind} ${option.label}`,
  });
  const anchors = [
    ...groups.gates.map(label("gate:")),
    ...groups.slices.map(label("slice:")),
    ...groups.fields.map(label("field:")),
  ];
  return (
    <Panel>
      {threads.length > 0 && (
        <div className="border-b border-line px-3.5 py-2.5" data-print="hide">
          <SegmentedLinks
            label="Threads shown"
            options={[
              { href: hrefs.all, label: `All ${threads.length}`, current: !isFiltered },
              { href: hrefs.unresolved, label: `Unresolved ${unresolved}`, current: isFiltered },
            ]}
          />
        </div>
      )}
      {shown.length === 0 && (
        <p className="px-3.5 py-3 text-s text-ink-2">
          {threads.length === 0 ? "Nobody has commented yet." : "Every thread is resolved."}
        </p>
      )}
      <ol className="divide-y divide-line">
        {shown.map((thread) => (
          <ThreadView
            key={thread.id}
            project={project}
            number={promotion.number}
            thread={thread}
            anchor={viewAnchor(thread.anchor, gates)}
            people={people}
            userId={userId}
            now={now}
            canComment={available.comment.allowed}
            finding={finding}
          />
        ))}
      </ol>
      <div className="border-t border-line px-3.5 py-3" data-print="hide">
        {available.comment.allowed ? (
          <NewThreadForm
            project={project}
            number={promotion.number}
            people={people}
            anchors={anchors}
            about={anchors.some((anchor) => anchor.value === about) ? about : ""}
          />
        ) : (
          <p className="text-s text-ink-2">{available.comment.reasons[0]?.text}</p>
        )}
      </div>
    </Panel>
  );
}
