import type { PromotionState } from "@/db/enums";
import { plural } from "@/lib/format";
import { formatSpan } from "@/lib/format-time";

export type WaitingTone = "accent" | "pass" | "warn" | "fail" | "neutral";

/** One thing on the home page that somebody has to act on. */
export type WaitingItem = {
  key: string;
  tone: WaitingTone;
  verb: string;
  title: string;
  detail: string;
  who: string;
  /** When it lapses; null = it does not. */
  due: Date | null;
  /** When it was done with; null = it is open. */
  endedAt?: Date | null;
  /** Traffic is moving or stuck while it waits: before everything with a date. */
  isUrgent: boolean;
  href: string;
};

export type PromotionFacts = {
  state: PromotionState;
  /** Gate outcomes by name, and how many block. */
  counts: Readonly<Record<string, number>> | null;
  blocking: number | null;
  approvals: number;
  required: number | null;
};

type Reading = { tone: WaitingTone; verb: string; detail: string };

/** What a promotion in this state asks for, in a word and a sentence. */
export function readPromotion({ state, counts, blocking, approvals, required }: PromotionFacts): Reading {
  const gates = blocking ? `${plural(blocking, "gate blocks it", "gates block it")}.` : gateWords(counts);
  const signed =
    required === null ? `${plural(approvals, "approval")} so far.` : `${approvals} of ${plural(required, "approval")}.`;
  switch (state) {
    case "blocked":
      return {
        tone: "fail",
        verb: "Blocked",
        detail: `${gates} The requester acts next: evaluate again, change the version or withdraw.`,
      };
    case "awaiting_approval":
      return { tone: "accent", verb: "Decide", detail: `${signed} ${gates}` };
    case "changes_requested":
      return {
        tone: "warn",
        verb: "Change",
        detail: "A reviewer asked for changes; the requester answers, the reviewer clears.",
      };
    case "approved":
      return { tone: "pass", verb: "Carry out", detail: `${signed} It is rolled out when it is carried out.` };
    case "rejected":
      return { tone: "fail", verb: "Rejected", detail: "It stays rejected until its reviewer clears that." };
    case "draft":
    case "evaluating":
    case "executing":
      return {
        tone: "neutral",
        verb: "Watch",
        detail: state === "executing" ? "It is being carried out." : "Its gates are being evaluated.",
      };
    case "executed":
      return { tone: "pass", verb: "Done", detail: "It was carried out." };
    case "withdrawn":
    case "expired":
    case "superseded":
      return { tone: "neutral", verb: "Closed", detail: `It was ${state}.` };
  }
}

function gateWords(counts: PromotionFacts["counts"]): string {
  const told = ["failed", "inconclusive", "waived", "passed"].flatMap((outcome) => {
    const n = counts?.[outcome] ?? 0;
    return n > 0 ? [`${n} ${outcome}`] : [];
  });
  return told.length > 0 ? `Gates: ${told.join(", ")}.` : "Its gates have not been evaluated.";
}

/** Urgent first, then by time left; what has no deadline comes last. */
export const sortByTimeLeft = (items: readonly WaitingItem[]): WaitingItem[] =>
  [...items].sort(
    (a, b) =>
      Number(b.isUrgent) - Number(a.isUrgent) ||
      (a.due?.getTime() ?? Number.POSITIVE_INFINITY) - (b.due?.getTime() ?? Number.POSITIVE_INFINITY) ||
      (a.key < b.key ? -1 : 1),
  );

const numbers = ["Nothing", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"];

/** "Seven things wait for you; one is due in 23 min". */
export function waitingHeadline(items: readonly WaitingItem[], now: Date, total = items.length): string {
  if (total === 0) return "Nothing waits for you";
  const count = numbers[total] ?? String(total);
  const said = `${count} ${total === 1 ? "thing waits" : "things wait"} for you`;
  const due = items.flatMap((item) => (item.due ? [item.due.getTime() - now.getTime()] : [])).sort((a, b) => a - b);
  const [soonest] = due;
  if (soonest === undefined) return said;
  const overdue = due.filter((left) => left < 0).length;
  if (overdue > 0) return `${said}; ${overdue === 1 ? "one is" : `${overdue} are`} overdue`;
  return `${said}; ${total === 1 ? "it" : "the first"} is due in ${formatSpan(soonest)}`;
}
