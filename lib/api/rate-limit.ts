import "server-only";
import type { TokenContext } from "@/lib/auth/token-context";

export type Allowance = { allowed: boolean; limit: number; remaining: number; resetSeconds: number };

/**
 * Takes one call from the token's bucket, which holds a minute's worth and refills all the time. One statement in the database, so
 * that several web processes share it.
 */
export async function takeCall(ctx: TokenContext, perMinute: number): Promise<Allowance> {
  const sql = ctx.db.$client;
  const [row] = await sql<{ level: number; allowed: boolean }[]>`
    insert into api_rate_buckets as b (project_id, token_id, level, at)
    values (${ctx.projectId}, ${ctx.actor.tokenId}, ${perMinute - 1}::float8, clock_timestamp())
    on conflict (project_id, token_id) do update set at = clock_timestamp(),
      level = greatest(-1, least(${perMinute}::float8, greatest(b.level, 0) + greatest(0, extract(epoch from clock_timestamp() - b.at)) * ${perMinute / 60}::float8) - 1)
    returning level, level >= 0 as allowed`;
  const { level = 0, allowed = true } = row ?? {};
  const remaining = Math.max(0, Math.floor(level));
  return { allowed, limit: perMinute, remaining, resetSeconds: Math.ceil((perMinute - remaining) / (perMinute / 60)) };
}

/** The allowance in the headers of the IETF draft. */
export const rateHeaders = ({ limit, remaining, resetSeconds }: Allowance): Record<string, string> => ({
  "ratelimit-policy": `"token";q=${limit};w=60`,
  ratelimit: `"token";r=${remaining};t=${resetSeconds}`,
});
