import "server-only";
import { createMatcher, type Match } from "./match";
import { wireRoutes } from "./routes";
import { invalidValue, MlflowError } from "./wire/errors";
import { refuse, withMlflowErrors } from "./wire/handler";

/** Where a request of the MLflow wire goes; null when its address is not of the wire. */
export const matchMlflow = createMatcher(wireRoutes);

/** Segments that a web address resolves before anyone sees them; what they would leave is not what was asked. */
const dots = /(^|\/)(\.|%2e){1,2}(\/|$)/i;

/** Whether a path, as it came over the network, leaves its folder. */
export const hasDots = (rawPath: string): boolean => dots.test(rawPath);

/** The answer to such a path. */
export const refuseDots = (): Response => refuse(invalidValue("Invalid path"));

/** Answers a request of the wire. What is not offered is a 404 that clients understand. */
export function answerMlflow(request: Request, { route, params }: Match): Promise<Response> {
  if (route) return withMlflowErrors(request, () => route.handler(request, params));
  const { pathname } = new URL(request.url);
  const message = `This server has no endpoint ${request.method} ${pathname.slice(0, 200)}.`;
  return Promise.resolve(refuse(new MlflowError("ENDPOINT_NOT_FOUND", message)));
}

/** The same for a server that has only the request; null when its address is another's. */
export function serveMlflow(request: Request): Promise<Response> | null {
  const match = matchMlflow(request.method, new URL(request.url).pathname);
  return match && answerMlflow(request, match);
}
