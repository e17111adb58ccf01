import "server-only";
import { getDb } from "@/db/client";
import type { EvidenceBundle } from "@/lib/audit/bundle";
import { authorize } from "@/lib/auth/authorize";
import { requireUserContext } from "@/lib/auth/session";
import type { UserContext } from "@/lib/context";
import { notFound } from "@/lib/errors";
import type { Handler } from "@/lib/http";
import { assertSameOrigin } from "@/lib/same-origin";
import { exportPromotionBundle, exportRolloutBundle } from "./evidence-bundle";

type Export = (ctx: UserContext, number: number) => Promise<EvidenceBundle>;

/** POST with the number of an object in the address: its evidence bundle as a file. */
const bundleHandler =
  (prefix: "P" | "R", build: Export): Handler =>
  async (request, { project = "", number = "" }) => {
    assertSameOrigin(request.headers);
    const ctx = await requireUserContext(project, getDb());
    authorize(ctx, "audit.export");
    if (!/^[1-9]\d{0,8}$/.test(number)) throw notFound(`${prefix}-${number}`);
    const bundle = await build(ctx, Number(number));
    return new Response(JSON.stringify(bundle), {
      headers: {
        "content-type": "application/json",
        "content-disposition": `attachment; filename="${prefix}-${number}-evidence.json"`,
        "cache-control": "no-store",
      },
    });
  };

export const promotionBundleHandler = bundleHandler("P", exportPromotionBundle);
export const rolloutBundleHandler = bundleHandler("R", exportRolloutBundle);
