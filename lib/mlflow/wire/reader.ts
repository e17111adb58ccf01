import "server-only";
import type { z } from "zod";
import { type Db, getDb } from "@/db/client";
import { hashToken } from "@/lib/auth/tokens";
import type { Handler } from "@/lib/http";
import { keepRecent } from "@/lib/keep-recent";
import { authenticate, tokenOf } from "./authenticate";
import { asAnswer, type Options, readInput, type WireHandler, withMlflowErrors } from "./handler";

/** What a reader may look at, and the check of the token: what it wants to write waits for that. */
export type Reading = { projectId: number; db: Db; allowed: Promise<unknown> };

/** The project of a token when it was last seen: a guess at what will be read, never a permission to read it. */
const projects = keepRecent<number>(1000);

/**
 * An endpoint that only reads, as `mlflowHandler` is one that may write. The token is looked up at every call, but reading does not
 * wait for that: it begins in the project that the token had last time, and what it found is thrown away when the token is refused.
 */
export function mlflowReader<Schema extends z.ZodType>(
  options: Options<Schema>,
  work: (at: Reading, input: z.output<Schema>) => Promise<unknown>,
): WireHandler {
  const answerTo: Handler = async (request, params) => {
    const key = hashToken(tokenOf(request));
    const allowed = authenticate(request, options.scope, params.project);
    const guess = projects.get(key);
    let input: Promise<z.output<Schema>> | undefined;
    const read = async (projectId: number) => {
      input ??= readInput(request, params, options);
      return work({ projectId, db: getDb(), allowed }, await input);
    };
    const early = guess === undefined ? null : read(guess);
    // Its failure counts only once the token is known to be good.
    early?.catch(() => {});
    const { projectId } = await allowed.catch((error) => {
      projects.drop(key);
      throw error;
    });
    projects.put(key, projectId);
    return asAnswer(await (early && projectId === guess ? early : read(projectId)));
  };
  const handler: Handler = (request, params) => withMlflowErrors(request, () => answerTo(request, params));
  return Object.assign(handler, { scope: options.scope });
}
