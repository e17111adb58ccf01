import "server-only";
import { eq } from "drizzle-orm";
import { auditEvents } from "@/db/schema/audit";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { notFound, preconditionFailed } from "@/lib/errors";
import { appendAudit } from "../append";
import { awaitSealed } from "../await-sealed";
import {
  type BundleDocument,
  buildBundle,
  type EvidenceBundle,
  eventsDigest,
  findNewestEvent,
  listSealedEvents,
} from "../bundle";
import { contentDigest } from "../canonical-json";
import { filterCondition } from "../event-filter";
import type { ObjectRef } from "../object-ref";
import { logOrigin } from "../origin";
import type { AuditFilters } from "../schemas";
import type { LogSigner } from "../signing-key";

const maxEvents = 5_000;

export type BundleRequest = {
  /** What the bundle is about, e.g. "Promotion P-214". */
  title: string;
  /** All events of these objects go into it. */
  objects?: readonly ObjectRef[];
  /** Instead of objects: every event that the project may see and that matches. */
  filters?: AuditFilters;
  /** Texts to go with them; their digests are bound to the log by the record of the export. */
  documents: readonly BundleDocument[];
};

/**
 * Exports what the log says of some objects, provable offline with public/verify.mjs. The export is an event itself: it
 * names the events and documents of the bundle, so that nothing can be left out of the file afterwards.
 */
export async function exportBundle(
  ctx: Context,
  request: BundleRequest,
  options: { signer?: LogSigner } = {},
): Promise<EvidenceBundle> {
  authorize(ctx, "audit.export");
  const { title, objects = [], documents } = request;
  const condition = await filterCondition(ctx, request.filters ?? {}, objects);
  const newest = objects.length > 0 || request.filters ? await findNewestEvent(ctx.db, condition) : null;
  if (newest === null) throw notFound(title);
  await awaitSealed(ctx.db, newest, options.signer);
  const origin = await logOrigin(ctx.db);
  const bundleId = ctx.newId();
  const { events, eventId } = await withTransaction(ctx, async (tx) => {
    const found = await listSealedEvents(tx, condition, maxEvents);
    if (found.length > maxEvents) {
      throw preconditionFailed(`${title}: more than ${maxEvents} events. Narrow it, or export the log instead.`);
    }
    const recorded = await appendAudit(tx, ctx, {
      action: "bundle.exported",
      objectType: "bundle",
      objectId: bundleId,
      payload: {
        title,
        objects: objects.map(({ type, id }) => ({ type, id })),
        events: found.length,
        eventsDigest: eventsDigest(found),
        documents: documents.map(({ name, content }) => ({ name, digest: contentDigest(content) })),
      },
    });
    return { events: found, eventId: recorded.eventId };
  });
  const sealed = await awaitSealed(ctx.db, eventId, options.signer);
  const record = await listSealedEvents(ctx.db, eq(auditEvents.eventId, eventId), 1);
  return buildBundle(ctx.db, origin, [...events, ...record], sealed, documents);
}
