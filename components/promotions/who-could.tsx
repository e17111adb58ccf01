import { ActDialog } from "@/components/acts/act-dialog";
import { Avatar } from "@/components/ui/avatar";
import { can } from "@/lib/auth/permissions";
import type { UserActor } from "@/lib/context";
import { formatList, plural } from "@/lib/format";
import { askForReviewAction } from "@/lib/promotions/actions";
import { roleWords } from "@/lib/promotions/approval";
import type { PromotionPage } from "@/lib/promotions/promotion-page-query";

type WhoCouldProps = { project: string; page: PromotionPage; actor: UserActor };

const mostNames = 5;

/** Who can still approve, by name, and the way to ask one of them; says so when nobody is left. */
export function WhoCould({ project, page, actor }: WhoCouldProps) {
  const { couldApprove, judged, promotion } = page;
  const others = couldApprove.filter((one) => one.personId !== actor.personId);
  const needed = Math.max(0, judged.rule.quorum - judged.tally.counted.length);
  const lacking = judged.rule.requiredRoles.filter(
    (role) =>
      !judged.tally.counted.some((decision) => decision.role === role) &&
      !couldApprove.some((one) => one.roles.includes(role)),
  );
  const tooFew = couldApprove.length < needed || lacking.length > 0;
  return (
    <>
      {tooFew && (
        <p className="mb-2 text-xs text-fail">
          {lacking.length > 0
            ? `Nobody outside the conflict set is ${formatList(lacking.map((role) => roleWords[role]))} here. `
            : `Only ${plural(couldApprove.length, "person", "people")} could still approve, ${needed} are needed. `}
          An administrator gives the role to somebody who did not contribute.
        </p>
      )}
      <ul className="flex flex-col gap-2">
        {couldApprove.slice(0, mostNames).map((one) => (
          <li key={one.userId} className="flex gap-2.5 text-s">
            <Avatar name={one.name} own={one.personId === actor.personId} />
            <div>
              <bdi className="font-medium">{one.name}</bdi>
              <div className="text-xs text-ink-2">
                {formatList(one.roles.map((role) => roleWords[role]))}
                {one.groupName && (
                  <>
                    , <bdi>{one.groupName}</bdi>
                  </>
                )}
              </div>
            </div>
          </li>
        ))}
      </ul>
      {couldApprove.length > mostNames && (
        <p className="mt-1.5 text-xs text-ink-3">and {couldApprove.length - mostNames} more</p>
      )}
      {others.length > 0 && promotion.state === "awaiting_approval" && can(actor, "promotion.comment") && (
        <div className="mt-2.5">
          <ActDialog
            project={project}
            draft={`ask:${promotion.id}`}
            label="Ask for a review"
            title={`Ask somebody to review P-${promotion.number}`}
            consequence="Whoever you ask is told, and the log keeps that you asked. They decide by themselves."
            done="Asked."
            fields={[
              {
                kind: "choice",
                name: "userId",
                label: "Whom",
                options: others.map((one) => ({
                  value: one.userId,
                  label: `${one.name}, ${formatList(one.roles.map((role) => roleWords[role]))}`,
                })),
                placeholder: "Choose a person",
              },
            ]}
            fixed={{ number: promotion.number }}
            action={askForReviewAction}
            submit="Ask"
            size="s"
          />
        </div>
      )}
    </>
  );
}
