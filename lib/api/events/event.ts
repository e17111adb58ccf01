import { z } from "zod";
import type { ListedEvent } from "@/lib/audit/queries";
import { sentenceText } from "@/lib/audit/sentence";
import { moment } from "../fields";

export const listedEvent = z
  .object({
    seq: z.int().nullable().meta({ description: "Number in the log; null until it is sealed" }),
    eventId: z.string(),
    occurredAt: moment,
    action: z.string(),
    actor: z.object({ kind: z.string(), ref: z.string(), name: z.string().nullable() }),
    object: z.object({ type: z.string(), id: z.string() }),
    sentence: z.string(),
    quote: z.string().nullable(),
    leafHash: z.string(),
  })
  .meta({ id: "AuditEvent" });

/** An event of the log as it is sent. */
export const toEvent = ({ sentence, ...event }: ListedEvent) => ({ ...event, sentence: sentenceText(sentence) });
