import "server-only";
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
  type ObjectRef,
} from "../bundle";
import { contentDigest } from "../canonical-json";
import { logOrigin } from "../origin";
import type { LogSigner } from "../signing-key";

const maxEvents = 5_000;

export type BundleRequest = {
  /** What the bundle is about, e.g. "Promotion P-214". */
  title: string;
  /** All events of these objects go into it. */
  objects: readonly ObjectRef[];
  /** Texts to go with them; their digests are bound to the log by the record of the export. */
  documents: readonly BundleDocument[];
};

/**
 * Exports all that the log says of some objects, provable offline with public/verify.mjs. The export is an event itself: it
 * names the events and documents of the bundle, so that nothing can be left out of the file afterwards.
 */
export async function exportBundle(
  ctx: Context,
  request: BundleRequest,
  options: { signer?: LogSigner } = {},
): Promise<EvidenceBundle> {
  authorize(ctx, "audit.export");
  const newest = await findNewestEvent(ctx.db, ctx.projectId, request.objects);
  if (newest === null) throw notFound(request.title);
  await awaitSealed(ctx.db, newest, options.signer);
  const origin = await logOrigin(ctx.db);
  const bundleId = ctx.newId();
  const { events, eventId } = await withTransaction(ctx, async (tx) => {
    const found = await listSealedEvents(tx, ctx.projectId, request.objects);
    if (found.length > maxEvents)
      throw preconditionFailed(
        `${request.title} has ${found.length} events; a bundle takes ${maxEvents}. Export the log instead.`,
      );
    const recorded = await appendAudit(tx, ctx, {
      action: "bundle.exported",
      objectType: "bundle",
      objectId: bundleId,
      payload: {
        title: request.title,
        objects: request.objects.map(({ type, id }) => ({ type, id })),
        events: found.length,
        eventsDigest: eventsDigest(found),
        documents: request.documents.map(({ name, content }) => ({ name, digest: contentDigest(content) })),
      },
    });
    return { events: found, eventId: recorded.eventId };
  });
  const sealed = await awaitSealed(ctx.db, eventId, options.signer);
  const record = await listSealedEvents(ctx.db, ctx.projectId, [{ type: "bundle", id: bundleId }]);
  return buildBundle(ctx.db, origin, [...events, ...record], sealed, request.documents);
}
