import "server-only";
import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import type { TokenScope } from "@/db/enums";
import { type Context, createContext, type TokenActor } from "@/lib/context";
import { DomainError, forbidden } from "@/lib/errors";
import { hashToken, isWellFormedToken } from "./tokens";

type Row = {
  id: string;
  name: string;
  scopes: TokenScope[];
  project_id: number;
  project_name: string;
  owner_user_id: string | null;
  owner_person_id: string | null;
  owner_gone: boolean;
  expired: boolean;
  revoked: boolean;
  unused: boolean;
};

export type TokenContext = Context & { actor: TokenActor; projectName: string };

const unauthenticated = (message: string) => new DomainError("UNAUTHENTICATED", message);

/**
 * Context of a request that carries `Authorization: Bearer cs_pat_...`. The project is the token's own; a different
 * `?project=` is refused. With several scopes, one of them is enough. A token dies with its owner's account and with the owner's membership.
 */
export async function requireTokenContext(
  request: Request,
  scope: TokenScope | readonly TokenScope[],
  db: Db,
): Promise<TokenContext> {
  return tokenContext(bearer(request), { scope, project: new URL(request.url).searchParams.get("project") }, db);
}

/** The same for a token that came another way; `project` is the one that was asked for, null for the token's own. */
export async function tokenContext(
  token: string,
  asked: { scope: TokenScope | readonly TokenScope[]; project: string | null },
  db: Db,
): Promise<TokenContext> {
  const row = await findToken(wellFormed(token), db);
  if (row.revoked)
    throw unauthenticated(`The API token "${row.name}" was revoked. Create a new one under Settings, API tokens.`);
  if (row.expired)
    throw unauthenticated(`The API token "${row.name}" has expired. Create a new one under Settings, API tokens.`);
  if (row.owner_gone)
    throw unauthenticated(`The owner of the API token "${row.name}" is no longer a member of its project.`);
  if (asked.project !== null && asked.project !== row.project_name) {
    throw forbidden(
      `project: this token belongs to the project "${row.project_name}", not to "${asked.project.slice(0, 100)}".`,
    );
  }
  const enough: readonly TokenScope[] = typeof asked.scope === "string" ? [asked.scope] : asked.scope;
  if (!enough.some((one) => row.scopes.includes(one))) {
    const wanted = enough.map((one) => `"${one}"`).join(" or ");
    throw forbidden(`The API token "${row.name}" lacks the scope ${wanted}; it has ${row.scopes.join(", ")}.`);
  }
  if (row.unused) await db.execute(sql`update api_tokens set last_used_at = now() where id = ${row.id}`);
  const actor: TokenActor = {
    kind: "token",
    tokenId: row.id,
    name: row.name,
    scopes: row.scopes,
    ownerUserId: row.owner_user_id,
    ownerPersonId: row.owner_person_id,
  };
  return { ...createContext({ actor, projectId: row.project_id, db }), actor, projectName: row.project_name };
}

function bearer(request: Request): string {
  const header = request.headers.get("authorization");
  if (!header) throw unauthenticated("Send an API token: Authorization: Bearer cs_pat_...");
  return /^Bearer +(\S+) *$/i.exec(header)?.[1] ?? "";
}

function wellFormed(token: string): string {
  if (isWellFormedToken(token)) return token;
  throw unauthenticated(
    "This is not an API token of Countersign (its form or checksum is wrong). Was it cut when copied?",
  );
}

/** Looks the hash up, by a prepared statement: every call of a client begins here. Last use is noted at most once a minute. */
async function findToken(token: string, db: Db): Promise<Row> {
  const rows = await db.$client<Row[]>`
    select t.id, t.name, t.scopes, t.project_id, p.name as project_name, t.owner_user_id, u.person_id as owner_person_id,
      t.expires_at <= now() as expired, t.revoked_at is not null as revoked,
      t.owner_user_id is not null and (u.disabled_at is not null or not exists (
        select 1 from members m where m.project_id = t.project_id and m.user_id = t.owner_user_id)) as owner_gone,
      coalesce(t.last_used_at < now() - interval '1 minute', true) as unused
    from api_tokens t
    join projects p on p.id = t.project_id
    left join users u on u.id = t.owner_user_id
    where t.token_hash = ${hashToken(token)}`;
  const row = rows[0];
  if (!row) throw unauthenticated("This API token is unknown here.");
  return row;
}
