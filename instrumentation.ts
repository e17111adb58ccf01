import type { Instrumentation } from "next";

/**
 * Before the first request: a wrong setting stops the server with its name, also when it runs without the launcher; and
 * the handlers that need no pages are handed to the server in front (lib/cli/web-child.js).
 */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { getEnv } = await import("@/lib/env");
  getEnv();
  const { leanListener } = await import("@/lib/lean-server");
  Object.assign(globalThis, { countersignListener: leanListener });
}

/** One structured line per failed request; the query may hold what people typed and is left out. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  const { logger } = await import("@/lib/log");
  const digest = typeof error === "object" && error !== null && "digest" in error ? error.digest : undefined;
  const path = request.path.split("?")[0];
  const requestId = request.headers["x-request-id"];
  logger.error(
    { err: error, digest, requestId, method: request.method, path, route: context.routePath },
    "request failed",
  );
};
