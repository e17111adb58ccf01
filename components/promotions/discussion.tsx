import { Avatar } from "@/components/ui/avatar";
import { Chip } from "@/components/ui/chip";
import { Panel } from "@/components/ui/panel";
import { TimeText } from "@/components/ui/time-text";
import type { PromotionPage } from "@/lib/promotions/promotion-page-query";
import { CommentForm } from "./comment-form";

type DiscussionProps = { project: string; page: PromotionPage; userId: string };

/** What people said about the promotion, oldest first, and a place to say more. */
export function Discussion({ project, page, userId }: DiscussionProps) {
  const { discussion, promotion, gates, available } = page;
  const anchors = [
    ...gates
      .filter((gate) => gate.outcome !== "passed")
      .map((gate) => ({ value: gate.id, label: `gate: ${gate.title}` })),
    { value: "rollout-plan", label: "rollout plan" },
    { value: "rollback-plan", label: "rollback plan" },
  ];
  const titleOf = (anchor: string) => gates.find((gate) => gate.id === anchor)?.title ?? anchor.replaceAll("-", " ");
  return (
    <Panel>
      {discussion.length === 0 && <p className="px-3.5 py-3 text-s text-ink-2">Nobody has commented yet.</p>}
      <ol className="divide-y divide-line">
        {discussion.map((comment) => (
          <li key={comment.id} id={`comment-${comment.id}`} className="flex gap-2.5 px-3.5 py-3">
            <Avatar name={comment.author} own={comment.userId === userId} />
            <div className="min-w-0 flex-1">
              <div className="flex flex-wrap items-center gap-x-2 gap-y-0.5 text-s">
                <bdi className="font-medium">{comment.author}</bdi>
                <span className="text-ink-3">
                  {comment.title && (
                    <>
                      <bdi>{comment.title}</bdi> ·{" "}
                    </>
                  )}
                  <TimeText at={comment.createdAt} />
                </span>
                {comment.anchor && <Chip glyph={null}>{titleOf(comment.anchor)}</Chip>}
              </div>
              <p className="mt-0.5 text-ink-2">
                <bdi className="wrap-anywhere whitespace-pre-wrap">{comment.body}</bdi>
              </p>
            </div>
          </li>
        ))}
      </ol>
      <div className="border-t border-line px-3.5 py-3" data-print="hide">
        {available.comment.allowed ? (
          <CommentForm project={project} number={promotion.number} anchors={anchors} />
        ) : (
          <p className="text-s text-ink-2">{available.comment.reasons[0]?.text}</p>
        )}
      </div>
    </Panel>
  );
}
