import "server-only";
import { getDb } from "@/db/client";
import { authorize } from "@/lib/auth/authorize";
import { requireUserContext } from "@/lib/auth/session";
import { notFound } from "@/lib/errors";
import type { Handler } from "@/lib/http";
import { assertSameOrigin } from "@/lib/same-origin";
import { exportStatements } from "./commands/export-statements";

/** POST with the number of a promotion in the address: its signed in-toto statements, one DSSE envelope a line. */
export const statementsHandler: Handler = async (request, { project = "", number = "" }) => {
  assertSameOrigin(request.headers);
  const ctx = await requireUserContext(project, getDb());
  authorize(ctx, "audit.export");
  if (!/^[1-9]\d{0,8}$/.test(number)) throw notFound(`P-${number}`);
  const { file, vkey } = await exportStatements(ctx, Number(number));
  return new Response(file, {
    headers: {
      "content-type": "application/jsonl",
      "content-disposition": `attachment; filename="P-${number}.intoto.jsonl"`,
      "cache-control": "no-store",
      "x-countersign-vkey": vkey,
    },
  });
};
