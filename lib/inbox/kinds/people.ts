import "server-only";
import { sql } from "drizzle-orm";
import { readNumbers } from "@/db/count-rows";
import { can } from "@/lib/auth/permissions";
import type { UserContext } from "@/lib/context";
import { listTargets } from "@/lib/deployments/queries";
import { formatList } from "@/lib/format";
import type { WaitingItem } from "@/lib/home/waiting";
import { paths } from "@/lib/paths";
import {
  countOfSettled,
  countOfUnreviewed,
  type EmergencyView,
  listContributed,
  listSettled,
  listUnreviewed,
} from "@/lib/promotions/emergencies-query";
import { emergencyState } from "@/lib/promotions/emergency";
import { countOfLapsedWaivers } from "@/lib/promotions/waivers-query";
import type { InboxKind, InboxTab } from "../inbox-kind";

type Work = { tabs: InboxTab[]; item: WaitingItem };

function emergencyItem(ctx: UserContext, project: string, use: EmergencyView, contributed: boolean): Work {
  const isOverdue = emergencyState(use, ctx.now()) === "overdue";
  const isMine = use.personId === ctx.actor.personId;
  const isForMe = can(ctx.actor, "promotion.review_emergency") && !isMine && !contributed;
  return {
    tabs: [...(isForMe ? ["waiting" as const] : []), ...(use.usedBy === ctx.actor.userId ? ["asked" as const] : [])],
    item: {
      key: `E-${use.number}`,
      tone: isOverdue ? "fail" : "warn",
      verb: "Review",
      title: `Emergency P-${use.number} ${use.model} ${use.version} to ${use.environment}`,
      detail: `${isOverdue ? "Nobody reviewed it within 24 hours. " : ""}Incident ${use.incident}; carried out without its quorum.`,
      who: use.usedByName,
      due: use.reviewDueAt,
      isUrgent: isOverdue,
      href: paths.promotion(project, use.number),
    },
  };
}

/** Waivers that ended while their version is in service: the question whether it may stay is open again. */
async function listLapsed(ctx: UserContext, project: string): Promise<Work[]> {
  const [lapsed] = await readNumbers(ctx.db, [countOfLapsedWaivers(ctx)]);
  if (!lapsed) return [];
  const isForMe = can(ctx.actor, "promotion.waive") || can(ctx.actor, "rollout.roll_back");
  return (await listTargets(ctx)).flatMap((view): Work[] => {
    const { waivers, approval, target, model, stable } = view;
    if (!waivers || waivers.reopened.length === 0 || waivers.promotion === null) return [];
    return [
      {
        tabs: isForMe ? ["waiting"] : [],
        item: {
          key: `W-${target.name}`,
          tone: "fail",
          verb: "Waiver ended",
          title: `${model} ${stable?.version ?? ""} on ${target.name}`,
          detail: `It serves without a waiver of ${formatList(waivers.reopened.map((gate) => gate.title))}. Waive anew or roll back.`,
          who: formatList(approval?.approvers ?? []) || "nobody",
          due: null,
          isUrgent: true,
          href: `${paths.promotion(project, waivers.promotion)}#waivers`,
        },
      },
    ];
  });
}

/** Everything that runs on somebody's word and needs a person, for the pages that show all of it. */
export async function listPeopleItems(ctx: UserContext, project: string): Promise<Work[]> {
  const unreviewed = await listUnreviewed(ctx);
  const contributed = await listContributed(
    ctx,
    unreviewed.map(({ promotionId }) => promotionId),
  );
  const emergencies = unreviewed.map((use) => emergencyItem(ctx, project, use, contributed.has(use.promotionId)));
  return [...emergencies, ...(await listLapsed(ctx, project))];
}

/** Emergencies that the person used or reviewed, with what became of them. */
async function listDone(ctx: UserContext, project: string): Promise<WaitingItem[]> {
  return (await listSettled(ctx)).map((use) => ({
    key: `E-${use.number}`,
    tone: use.verdict === "upheld" ? "pass" : "fail",
    verb: use.verdict === "upheld" ? "Upheld" : "Objected",
    title: `Emergency P-${use.number} ${use.model} ${use.version} to ${use.environment}`,
    detail: `Incident ${use.incident}; reviewed by ${use.reviewer ?? "a second person"}.`,
    who: use.usedByName,
    due: null,
    endedAt: use.reviewedAt,
    isUrgent: false,
    href: paths.promotion(project, use.number),
  }));
}

/** Emergencies that wait for a second person, and waivers that ended under a version in service. */
export const peopleKind: InboxKind = {
  id: "people",
  label: "Emergencies and waivers",
  list: async (ctx, project, tab, limit) => {
    if (tab === "done") {
      const done = await listDone(ctx, project);
      return { items: done.slice(0, limit), total: done.length };
    }
    const items = (await listPeopleItems(ctx, project))
      .filter(({ tabs }) => tabs.includes(tab))
      .map(({ item }) => item);
    return { items: items.slice(0, limit), total: items.length };
  },
  count: (ctx, tab) => {
    if (tab === "done") return countOfSettled(ctx);
    const isForMe = tab === "waiting" || tab === "asked";
    return isForMe ? sql<number>`(${countOfUnreviewed(ctx)} + ${countOfLapsedWaivers(ctx)})` : sql<number>`0`;
  },
  recount: async (ctx, tab) =>
    tab === "done"
      ? (await listDone(ctx, "")).length
      : (await listPeopleItems(ctx, "")).filter(({ tabs }) => tabs.includes(tab)).length,
};
