import { ActButton } from "@/components/acts/act-button";
import { FindingDialog } from "@/components/governance/findings/finding-dialog";
import { Avatar } from "@/components/ui/avatar";
import { Chip } from "@/components/ui/chip";
import { DisabledButton } from "@/components/ui/disabled-button";
import { StatusBadge } from "@/components/ui/status-badge";
import { TextLink } from "@/components/ui/text-link";
import { TimeText } from "@/components/ui/time-text";
import { denial } from "@/lib/auth/authorize";
import { paths } from "@/lib/paths";
import { resolveThreadAction } from "@/lib/promotions/actions";
import type { AnchorView } from "@/lib/promotions/discussion/anchor";
import { editRefusal } from "@/lib/promotions/discussion/editing";
import { type Mentionable, writtenText } from "@/lib/promotions/discussion/mentions";
import type { Thread, ThreadComment } from "@/lib/promotions/discussion/threads-query";
import { EditForm, ReplyForm } from "./comment-form";
import { CommentText } from "./comment-text";

export type ThreadViewProps = {
  project: string;
  number: number;
  thread: Thread;
  anchor: AnchorView | null;
  people: readonly Mentionable[];
  userId: string;
  now: Date;
  canComment: boolean;
  /** What a finding raised from the thread is about; null for those who may not raise one. */
  finding: { modelId: string; versionId: string; promotionId: string; ownerUserId: string; dueOn: string } | null;
};

/** One thread: what it is about, its comments, whether it is settled and by whom. */
export function ThreadView(props: ThreadViewProps) {
  const { project, number, thread, anchor, people, canComment } = props;
  const isResolved = thread.resolvedAt !== null;
  return (
    <li id={`thread-${thread.id}`} className="px-3.5 py-3">
      <div className="mb-2 flex flex-wrap items-center gap-x-2.5 gap-y-1 text-xs">
        <StatusBadge tone={isResolved ? "pass" : "warn"} glyph={isResolved ? "done" : "clock"}>
          {isResolved ? "Resolved" : "Unresolved"}
        </StatusBadge>
        {isResolved && (
          <span className="text-ink-3">
            by <bdi>{thread.resolvedByName}</bdi>, <TimeText at={thread.resolvedAt ?? props.now} />
          </span>
        )}
        {anchor && (
          <a href={anchor.href}>
            <Chip glyph={null}>
              {anchor.kind}: <bdi>{anchor.label}</bdi>
            </Chip>
          </a>
        )}
        {thread.findings.map((finding) => (
          <TextLink key={finding.number} href={paths.finding(project, finding.number)}>
            F-{finding.number}, {finding.state}
          </TextLink>
        ))}
      </div>
      <ol className="flex flex-col gap-3">
        {thread.comments.map((comment, index) => (
          <Comment key={comment.id} {...props} comment={comment} isReply={index > 0} />
        ))}
      </ol>
      {canComment && (
        <div className="ms-8 mt-2.5 flex flex-wrap items-start gap-2" data-print="hide">
          <ReplyForm project={project} number={number} people={people} threadId={thread.id} />
          <ActButton
            project={project}
            input={{ number, threadId: thread.id, resolved: !isResolved }}
            action={resolveThreadAction}
            done={isResolved ? "The thread is open again." : "The thread is resolved."}
            size="s"
          >
            {isResolved ? "Reopen" : "Resolve"}
          </ActButton>
          {props.finding ? (
            <RaiseFromThread {...props} finding={props.finding} />
          ) : (
            <DisabledButton compact reasons={[denial("finding.raise")]}>
              Raise a finding
            </DisabledButton>
          )}
        </div>
      )}
    </li>
  );
}

type RaiseProps = ThreadViewProps & { finding: NonNullable<ThreadViewProps["finding"]> };

/** A finding that keeps where it was found: the thread, and the gate or slice that it is about. */
function RaiseFromThread({ project, people, thread, anchor, finding }: RaiseProps) {
  const { ownerUserId, dueOn, ...about } = finding;
  return (
    <FindingDialog
      project={project}
      people={people}
      subject={{
        ...about,
        threadId: thread.id,
        gateId: anchor?.kind === "gate" ? thread.anchor : null,
        slice: anchor?.kind === "slice" ? anchor.label : null,
      }}
      values={{ title: "", description: "", severity: "medium", blocks: false, ownerUserId, dueOn, plan: "" }}
    />
  );
}

type CommentProps = ThreadViewProps & { comment: ThreadComment; isReply: boolean };

function Comment({ project, number, thread, comment, isReply, people, userId, now, canComment }: CommentProps) {
  const isResolved = thread.resolvedAt !== null;
  const mayEdit = canComment && editRefusal({ ...comment, isResolved }, userId, now) === null;
  return (
    <li id={`comment-${comment.id}`} className={isReply ? "ms-8 flex gap-2.5" : "flex gap-2.5"}>
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
          {mayEdit && (
            <EditForm
              project={project}
              number={number}
              people={people}
              commentId={comment.id}
              seenRevision={comment.revision}
              text={writtenText(comment.body, comment.mentions)}
            />
          )}
        </div>
        <div className="mt-0.5">
          <CommentText body={comment.body} people={comment.mentions} />
        </div>
        {comment.earlier.length > 0 && (
          <details className="mt-1 text-xs text-ink-3">
            <summary className="cursor-pointer">
              edited <TimeText at={comment.editedAt ?? comment.createdAt} />
            </summary>
            {comment.earlier.map((text) => (
              <div key={text.revision} className="mt-1 border-s-2 border-line ps-2.5">
                <TimeText at={text.writtenAt} />
                <CommentText body={text.body} people={comment.mentions} />
              </div>
            ))}
          </details>
        )}
      </div>
    </li>
  );
}
