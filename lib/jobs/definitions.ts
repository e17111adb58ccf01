import { z } from "zod";

const id = z.string().min(1);

/**
 * Every job and the payload it carries. A payload names things, it does not copy them: the handler reads what is true when
 * it runs.
 */
export const jobs = {
  /** Evaluates the gates of a promotion again after evidence or policy changed. */
  "promotion.evaluate": z.object({ projectId: z.int(), promotionId: id }),
  /** Carries out an approved promotion. */
  "promotion.execute": z.object({ projectId: z.int(), promotionId: id }),
  /** Tells people and webhooks of an event that could not be told of in its turn. */
  "event.tell": z.object({ eventId: id }),
  /** Mails one notification. */
  "mail.notify": z.object({ projectId: z.int(), notificationId: id }),
  /** Mails a person what came together since their last summary. */
  "mail.digest": z.object({ projectId: z.int(), userId: id }),
  /** Packs what was logged to a run since, and its content digest when it has ended. */
  "run.settle": z.object({ projectId: z.int(), runId: id }),
  /** Goes on with the sync of a source, or begins one that is due. */
  "source.sync": z.object({ projectId: z.int(), sourceId: id }),
  /** Makes one attempt at a webhook's message. */
  "webhook.deliver": z.object({ projectId: z.int(), deliveryId: id }),
} as const satisfies Record<string, z.ZodType>;

export type JobName = keyof typeof jobs;
export type JobPayload<N extends JobName> = z.infer<(typeof jobs)[N]>;
export const jobNames = Object.keys(jobs) as JobName[];
