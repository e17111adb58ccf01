import "server-only";
import { createMatcher } from "./match";
import { wireRoutes } from "./routes";
import { MlflowError } from "./wire/errors";
import { refuse, withMlflowErrors } from "./wire/handler";

const match = createMatcher(wireRoutes);

/** Answers a request of the MLflow wire; null when its address is another's. What is not offered is a 404 that clients understand. */
export function serveMlflow(request: Request): Promise<Response> | null {
  const { pathname } = new URL(request.url);
  const found = match(request.method, pathname);
  if (!found) return null;
  const { route, params } = found;
  if (route) return withMlflowErrors(request, () => route.handler(request, params));
  const message = `This server has no endpoint ${request.method} ${pathname.slice(0, 200)}.`;
  return Promise.resolve(refuse(new MlflowError("ENDPOINT_NOT_FOUND", message)));
}
