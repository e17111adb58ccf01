import "server-only";
import { existsSync } from "node:fs";
import { asc } from "drizzle-orm";
import { auditCheckpoints } from "@/db/schema/audit";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { appendAudit } from "../append";
import { logOrigin } from "../origin";
import { SealingRefused, sequenceAudit } from "../sequence";
import { auditKeyFile, type LogSigner, loadLogSigner } from "../signing-key";
import { type LogCheck, type VerifyOptions, verifyLog } from "../verify-log";

export type LogVerification = LogCheck & {
  /** Key the checkpoints were checked with, and where it came from: the database alone is a weaker witness. */
  vkey: string | null;
  keyFrom: "key file" | "database";
  /** Why the newest events could not be sealed before the check, if they could not. */
  sealingRefused: string | null;
};
type Options = Pick<VerifyOptions, "onProgress" | "signal"> & { signer?: LogSigner };

async function trustedKey(
  ctx: Context,
  origin: string,
  given?: LogSigner,
): Promise<{ signer: LogSigner | null; vkey: string | null }> {
  const signer = given ?? (existsSync(auditKeyFile()) ? loadLogSigner(origin) : null);
  if (signer) return { signer, vkey: signer.vkey };
  const [first] = await ctx.db
    .select({ vkey: auditCheckpoints.vkey })
    .from(auditCheckpoints)
    .orderBy(asc(auditCheckpoints.size))
    .limit(1);
  return { signer: null, vkey: first?.vkey ?? null };
}

/** Verifies the whole log on this server, and records that it was done and what came of it. */
export async function verifyAuditLog(ctx: Context, options: Options = {}): Promise<LogVerification> {
  authorize(ctx, "audit.verify");
  const origin = await logOrigin(ctx.db);
  const { signer, vkey } = await trustedKey(ctx, origin, options.signer);
  let sealingRefused: string | null = null;
  try {
    if (signer) await sequenceAudit(ctx.db, signer);
  } catch (error) {
    if (!(error instanceof SealingRefused)) throw error;
    sealingRefused = error.message;
  }
  const held = signer?.lastSigned();
  const check = await verifyLog(ctx.db, { ...options, vkeys: vkey ? [vkey] : [], held: held ? [held] : [] });
  await withTransaction(ctx, (tx) =>
    appendAudit(tx, ctx, {
      action: "log.verified",
      objectType: "log",
      objectId: origin,
      payload: {
        intact: check.broken === null && sealingRefused === null,
        size: check.size,
        root: check.root,
        checkpoints: check.checkpoints,
        broken: check.broken?.what ?? sealingRefused,
        milliseconds: check.milliseconds,
      },
    }),
  );
  return { ...check, vkey, keyFrom: signer ? "key file" : "database", sealingRefused };
}
