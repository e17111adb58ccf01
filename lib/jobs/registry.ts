import "server-only";
import type { Db } from "@/db/client";
import type { JobName, JobPayload } from "./definitions";
import type { JobRun } from "./job-run";

type Handler<N extends JobName> = (payload: JobPayload<N>, run: JobRun) => Promise<void>;

/**
 * What each job does. Handlers load on first use and build their own system context; they may run more than once, so what
 * must happen once is guarded in the database.
 */
export const handlers: { [N in JobName]: () => Promise<Handler<N>> } = {
  "promotion.evaluate": async () => (await import("@/lib/promotions/evaluate-promotion-job")).evaluatePromotionJob,
  "promotion.execute": async () => (await import("@/lib/deployments/execute-promotion-job")).executePromotionJob,
  "event.tell": async () => (await import("@/lib/notifications/drain-outbox")).tellJob,
  "mail.notify": async () => (await import("@/lib/notifications/mail/notify-job")).mailNotifyJob,
  "mail.digest": async () => (await import("@/lib/notifications/mail/digest-job")).mailDigestJob,
  "run.settle": async () => (await import("@/lib/experiments/ingest/settle-run-job")).settleRunJob,
  "source.sync": async () => (await import("@/lib/integrations/sources/sync-job")).syncSourceJob,
  "webhook.deliver": async () => (await import("@/lib/integrations/webhooks/deliver-job")).deliverWebhookJob,
};

export type Service = {
  name: string;
  /** Pause between two turns in milliseconds. */
  everyMs: number;
  /** One turn. Several workers may call it at once: it takes its own lock. */
  load: () => Promise<(db: Db, signal: AbortSignal) => Promise<void>>;
};

/** What a worker does all the time, beside jobs. */
export const services: readonly Service[] = [
  {
    name: "promotions",
    everyMs: 30_000,
    load: async () => (await import("@/lib/promotions/commands/expire-promotions")).tendPromotions,
  },
  {
    name: "waivers",
    everyMs: 30_000,
    load: async () => (await import("@/lib/promotions/commands/expire-waivers")).tendWaivers,
  },
  {
    name: "emergencies",
    everyMs: 30_000,
    load: async () => (await import("@/lib/promotions/commands/raise-emergency-alarm")).tendEmergencies,
  },
  {
    name: "findings",
    everyMs: 60_000,
    load: async () => (await import("@/lib/governance/commands/expire-acceptances")).expireAcceptances,
  },
  {
    name: "run keys",
    everyMs: 15_000,
    load: async () => (await import("@/lib/experiments/count-run-keys")).tendRunKeys,
  },
  {
    name: "artifact sweep",
    everyMs: 3_600_000,
    load: async () => (await import("@/lib/artifacts/commands/sweep-objects")).tendObjects,
  },
  {
    name: "access reviews",
    everyMs: 3_600_000,
    load: async () => (await import("@/lib/auth/commands/remind-access-reviews")).tendAccessReviews,
  },
  {
    name: "rollout controller",
    everyMs: 2_000,
    load: async () => (await import("@/lib/deployments/tick-rollouts")).tickRollouts,
  },
  {
    name: "notifications",
    everyMs: 2_000,
    load: async () => (await import("@/lib/notifications/drain-outbox")).drainOutbox,
  },
  {
    name: "reminders",
    everyMs: 60_000,
    load: async () => (await import("@/lib/inbox/commands/remind-people")).remindTurn,
  },
  {
    name: "mail summaries",
    everyMs: 60_000,
    load: async () => (await import("@/lib/notifications/mail/digest-job")).planDigests,
  },
  {
    name: "webhook sweep",
    everyMs: 60_000,
    load: async () => (await import("@/lib/integrations/webhooks/sweep-deliveries")).sweepDeliveries,
  },
  {
    name: "sources",
    everyMs: 10_000,
    load: async () => (await import("@/lib/integrations/sources/sweep-sources")).sweepSources,
  },
  { name: "audit.seal", everyMs: 2_000, load: async () => (await import("@/lib/audit/seal")).sealTurn },
];
