import "server-only";
import { and, asc, eq } from "drizzle-orm";
import { policies, policyVersions, promotionDecisions, promotionEvaluations, targets } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { canonicalBytes, contentDigest } from "@/lib/audit/canonical-json";
import { signEnvelope, statementType } from "@/lib/audit/dsse";
import { logOrigin } from "@/lib/audit/origin";
import { type LogSigner, loadLogSigner } from "@/lib/audit/signing-key";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { notFound } from "@/lib/errors";
import { decisionStatement, type StatementFacts, summaryStatement, testResultStatement } from "../exports/statements";
import { readResults } from "../exports/stored-results";
import { auditName, findPromotion, type LoadedPromotion } from "../load-promotion";

export type SignedStatements = { file: string; vkey: string };

/**
 * Signs in-toto statements about a promotion with the log's key: gate results, the decision, and a summary once approved. One
 * DSSE envelope a line; public/verify-statement.mjs checks them offline. Throws NOT_FOUND.
 */
export async function exportStatements(
  ctx: Context,
  number: number,
  options: { signer?: LogSigner } = {},
): Promise<SignedStatements> {
  authorize(ctx, "audit.export");
  const loaded = await findPromotion(ctx, number);
  if (!loaded) throw notFound(`Promotion P-${number}`);
  const facts = await readFacts(ctx, loaded);
  const signer = options.signer ?? loadLogSigner(facts.origin);
  const statements = [testResultStatement(facts), decisionStatement(facts), summaryStatement(facts)].flatMap(
    (statement) => statement ?? [],
  );
  const lines = statements.map((statement) =>
    JSON.stringify(signEnvelope(statementType, canonicalBytes(statement), signer)),
  );
  const file = `${lines.join("\n")}\n`;
  await withTransaction(ctx, (tx) =>
    appendAudit(tx, ctx, {
      action: "promotion.statements_exported",
      objectType: "promotion",
      objectId: loaded.promotion.id,
      payload: { ...auditName(loaded), statements: lines.length, fileDigest: contentDigest(file), keyId: signer.keyId },
    }),
  );
  return { file, vkey: signer.vkey };
}

async function readFacts(ctx: Context, { promotion, model, version }: LoadedPromotion): Promise<StatementFacts> {
  const [policy] = await ctx.db
    .select({ name: policies.name, version: policyVersions.version, digest: policyVersions.digest })
    .from(policyVersions)
    .innerJoin(
      policies,
      and(eq(policies.projectId, policyVersions.projectId), eq(policies.id, policyVersions.policyId)),
    )
    .where(and(eq(policyVersions.projectId, ctx.projectId), eq(policyVersions.id, promotion.policyVersionId)));
  const [target] = await ctx.db
    .select({ name: targets.name })
    .from(targets)
    .where(and(eq(targets.projectId, ctx.projectId), eq(targets.id, promotion.targetId)));
  const [evaluation] = await ctx.db
    .select({ results: promotionEvaluations.results, evidenceDigest: promotionEvaluations.evidenceDigest })
    .from(promotionEvaluations)
    .where(
      and(
        eq(promotionEvaluations.projectId, ctx.projectId),
        eq(promotionEvaluations.promotionId, promotion.id),
        eq(promotionEvaluations.evaluation, promotion.evaluation),
      ),
    );
  const decisions = await ctx.db
    .select({ kind: promotionDecisions.kind, state: promotionDecisions.state, signature: promotionDecisions.signature })
    .from(promotionDecisions)
    .where(and(eq(promotionDecisions.projectId, ctx.projectId), eq(promotionDecisions.promotionId, promotion.id)))
    .orderBy(asc(promotionDecisions.decidedAt), asc(promotionDecisions.id));
  const { number, environment, state, reason, requestedAt, evaluatedAt, subjectDigest } = promotion;
  return {
    origin: await logOrigin(ctx.db),
    madeAt: ctx.now(),
    promotion: {
      ...{ number, environment, state, reason, requestedAt, evaluatedAt, subjectDigest },
      model: model.name,
      version: version.version,
      versionDigest: version.digest,
      target: target?.name ?? promotion.targetId,
      evidenceDigest: evaluation?.evidenceDigest ?? null,
      policy: policy ?? null,
    },
    results: readResults(evaluation?.results),
    decisions,
  };
}
