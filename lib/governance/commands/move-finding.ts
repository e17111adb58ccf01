import "server-only";
import type { FindingState } from "@/db/enums";
import type { FindingRow } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { forbidden, invalidInput, preconditionFailed } from "@/lib/errors";
import { dayOf, type FindingTransition, moveFinding as moved } from "../findings/finding";
import {
  appendFindingEvent,
  assertSeen,
  findingActor,
  findingName,
  lockFinding,
  readFindingFacts,
  writeFinding,
} from "../findings/load-finding";
import { type MoveFindingInput, moveFindingInput } from "../findings/schemas";
import { reevaluatePromotions } from "../reevaluate-promotions";

const permissionOf = {
  mitigate: "finding.edit",
  close: "finding.close",
  accept: "finding.accept",
  reopen: "finding.edit",
} as const;
const longestAcceptanceDays = 366;

/** Takes a finding to its next state: mitigated, closed by somebody else, accepted until a date, or open again. */
export async function moveFinding(ctx: UserContext, raw: MoveFindingInput): Promise<{ state: FindingState }> {
  const input = moveFindingInput.parse(raw);
  authorize(ctx, permissionOf[input.transition]);
  return withTransaction(ctx, async (tx) => {
    const loaded = await lockFinding(tx, ctx, input.number);
    const { finding } = loaded;
    assertSeen(loaded, input.lockVersion);
    const next = moved(await readFindingFacts(tx, finding), input.transition, findingActor(ctx));
    if (!next.ok) throw next.code === "forbidden" ? forbidden(next.reason) : preconditionFailed(next.reason);
    const until = input.transition === "accept" ? acceptedUntil(ctx, input.until) : null;
    await writeFinding(tx, ctx, finding, { state: next.to, ...traces(ctx, input.transition, until) });
    const { state: from } = finding;
    await appendFindingEvent(tx, ctx, finding.id, {
      kind: input.transition,
      from,
      to: next.to,
      note: input.note,
      changes: until === null ? [] : [{ field: "acceptedUntil", from: finding.acceptedUntil, to: until }],
    });
    await appendAudit(tx, ctx, {
      action: "finding.moved",
      objectType: "finding",
      objectId: finding.id,
      payload: { ...findingName(loaded), from, to: next.to, until },
      reason: input.note,
    });
    await reevaluatePromotions(tx, ctx, finding);
    return { state: next.to };
  });
}

function acceptedUntil(ctx: UserContext, until: string | null): string {
  const now = ctx.now();
  if (until === null) throw invalidInput("until", "is missing: an accepted risk is borne until a date");
  if (until <= dayOf(now)) throw invalidInput("until", "must be after today");
  const last = dayOf(new Date(now.getTime() + longestAcceptanceDays * 86_400_000));
  if (until > last) throw invalidInput("until", `must be ${last} or earlier: a risk is accepted for a year at most`);
  return until;
}

/** Who did what, kept on the row for the rules that follow; reopening starts over. */
function traces(ctx: UserContext, transition: FindingTransition, until: string | null): Partial<FindingRow> {
  const { userId } = ctx.actor;
  const none = { mitigatedBy: null, acceptedBy: null, acceptedUntil: null, closedBy: null, closedAt: null };
  switch (transition) {
    case "mitigate":
      return { mitigatedBy: userId };
    case "close":
      return { closedBy: userId, closedAt: ctx.now() };
    case "accept":
      return { acceptedBy: userId, acceptedUntil: until };
    case "reopen":
      return none;
  }
}
