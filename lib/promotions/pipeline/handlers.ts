import "server-only";
import { getDb } from "@/db/client";
import { requireTokenContext } from "@/lib/auth/token-context";
import { invalidInput } from "@/lib/errors";
import { type Handler, json, readJson } from "@/lib/http";
import { getPromotionStatus } from "./promotion-status-query";
import { requestByPipeline } from "./request-by-pipeline";

/**
 * `POST /api/v1/promotions?project=NAME`: asks for a promotion in the name of the token's owner. 201 with its status, 200 when it is
 * asked already. A token never approves.
 */
export const postPromotion: Handler = async (request) => {
  const ctx = await requireTokenContext(request, "promote", getDb());
  const { number, outcome } = await requestByPipeline(ctx, await readJson(request));
  return json({ outcome, ...(await getPromotionStatus(ctx, number)) }, { status: outcome === "open" ? 200 : 201 });
};

/** `GET /api/v1/promotions/{number}`: where it stands, its gates with what would help, and who has to act next. */
export const getPromotion: Handler = async (request, params) => {
  const ctx = await requireTokenContext(request, ["read", "promote"], getDb());
  const number = Number(/^(?:P-)?(\d{1,9})$/i.exec(params.number ?? "")?.[1]);
  if (!Number.isSafeInteger(number) || number < 1)
    throw invalidInput("number", "is a promotion's number, such as 12 or P-12");
  return json(await getPromotionStatus(ctx, number));
};
