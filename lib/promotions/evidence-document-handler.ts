import "server-only";
import { getDb } from "@/db/client";
import { canonicalJson } from "@/lib/audit/canonical-json";
import { authorize } from "@/lib/auth/authorize";
import { requireUserContext } from "@/lib/auth/session";
import { notFound } from "@/lib/errors";
import type { Handler } from "@/lib/http";
import { findEvidenceDocument, readNumber } from "./evidence-document-query";

/** GET with the number of a promotion and of an evaluation: the stored document in the bytes that its digest is taken over. */
export const evidenceDocumentHandler: Handler = async (request, { project = "", number = "" }) => {
  const ctx = await requireUserContext(project, getDb());
  authorize(ctx, "project.view");
  const asked = new URL(request.url).searchParams.get("evaluation");
  const promotion = readNumber(number);
  const evaluation = asked === null ? null : readNumber(asked);
  const found =
    promotion === null || (asked !== null && evaluation === null)
      ? null
      : await findEvidenceDocument(ctx, promotion, evaluation);
  if (!found) throw notFound(`Evidence ${asked ?? ""} of P-${number}`);
  const { stored } = found;
  return new Response(canonicalJson(stored.evidence), {
    headers: {
      "content-type": "application/json",
      "content-disposition": `attachment; filename="P-${promotion}-evidence-${stored.evaluation}.json"`,
      "cache-control": "no-store",
      etag: `"${stored.digest}"`,
    },
  });
};
