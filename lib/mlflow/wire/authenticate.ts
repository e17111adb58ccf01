import "server-only";
import { getDb } from "@/db/client";
import type { TokenScope } from "@/db/enums";
import { type TokenContext, tokenContext } from "@/lib/auth/token-context";
import { MlflowError } from "./errors";

/** What a handler of the wire knows besides its input: the token, its project and the moment. */
export type WireContext = TokenContext;

/** The token of a request: as Bearer, or as the password of Basic, whatever the user name. */
export function tokenOf(request: Request): string {
  const header = request.headers.get("authorization");
  if (!header) {
    throw new MlflowError(
      "UNAUTHENTICATED",
      "Send an API token: set MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_PASSWORD with any user name.",
    );
  }
  const [, scheme = "", value = ""] = /^(\S+) +(\S+) *$/.exec(header) ?? [];
  if (scheme.toLowerCase() !== "basic") return value;
  const pair = Buffer.from(value, "base64").toString("utf8");
  return pair.slice(pair.indexOf(":") + 1);
}

/** Context of a call: its token must be alive, have one of the scopes, and belong to the project in the address, if one is there. */
export const authenticate = (
  request: Request,
  scope: TokenScope | readonly TokenScope[],
  project: string | undefined,
): Promise<WireContext> => tokenContext(tokenOf(request), { scope, project: project ?? null }, getDb());
