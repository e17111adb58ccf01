import "server-only";
import { consoleAddress } from "@/lib/console-address";
import { DomainError } from "@/lib/errors";
import { paths } from "@/lib/paths";
import type { WireContext } from "../wire/authenticate";
import { MlflowError } from "../wire/errors";

/** Where a person asks for what a client may not do itself. */
export const promotionLink = (ctx: WireContext, model: string, version?: number): string =>
  new URL(paths.requestPromotion(ctx.projectName, model, version), consoleAddress()).href;

/** A refusal of governance, with where to ask instead; it is final, so clients do not try again. */
export const governed = (ctx: WireContext, message: string, model: string, version?: number) =>
  new MlflowError("PERMISSION_DENIED", `${message} ${promotionLink(ctx, model, version)}`);

/** Runs a command; what it refuses because an alias is bound is answered with the link to a promotion. */
export async function withPromotionLink<T>(
  ctx: WireContext,
  model: string,
  version: number | undefined,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isBound =
      error instanceof DomainError && typeof error.extra.details === "object" && error.extra.details !== null;
    if (isBound && "binding" in (error.extra.details as object)) throw governed(ctx, error.message, model, version);
    throw error;
  }
}
