import "server-only";
import { sql } from "drizzle-orm";
import type { AuthMethod, Role, TokenScope } from "@/db/enums";
import type { Context, UserContext } from "@/lib/context";

export type MemberView = {
  userId: string;
  name: string;
  email: string;
  title: string | null;
  roles: Role[];
  groupName: string;
  since: Date;
  /** Never signed in: an administrator may make a new password link. */
  isPending: boolean;
  isDisabled: boolean;
  isInstanceAdmin: boolean;
  lastSeenAt: Date | null;
  activeTokens: number;
};

type MemberRow = Omit<MemberView, "since" | "lastSeenAt"> & { since: string; lastSeenAt: string | null };

/** Everyone with a role in the project, by name. */
export async function listMembers(ctx: Context): Promise<MemberView[]> {
  const rows = await ctx.db.execute<MemberRow>(sql`
    select u.id as "userId", u.name, u.email, u.title, array_agg(m.role order by m.role) as roles,
      max(m.group_name) as "groupName", min(m.created_at) as since,
      u.disabled_at is not null as "isDisabled", u.is_instance_admin as "isInstanceAdmin",
      u.password_hash is null and not u.is_persona and not exists (select 1 from oidc_accounts o where o.user_id = u.id) as "isPending",
      (select max(s.last_seen_at) from user_sessions s where s.user_id = u.id) as "lastSeenAt",
      (select count(*)::int from api_tokens t where t.project_id = ${ctx.projectId} and t.owner_user_id = u.id
        and t.revoked_at is null and t.expires_at > now()) as "activeTokens"
    from members m join users u on u.id = m.user_id
    where m.project_id = ${ctx.projectId}
    group by u.id order by lower(u.name), u.id`);
  return rows.map((row) => ({
    ...row,
    since: new Date(row.since),
    lastSeenAt: row.lastSeenAt ? new Date(row.lastSeenAt) : null,
  }));
}

export type TokenView = {
  tokenId: string;
  name: string;
  lastFour: string;
  scopes: TokenScope[];
  owner: string | null;
  ownerUserId: string | null;
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
  state: "active" | "expired" | "revoked" | "ownerless";
};

type TokenRow = {
  [K in keyof TokenView]: TokenView[K] extends Date
    ? string
    : TokenView[K] extends Date | null
      ? string | null
      : TokenView[K];
};
const date = (text: string) => new Date(text);
const dateOrNull = (text: string | null) => (text === null ? null : new Date(text));

/** API tokens of the project, those that work first, newest first. Their secrets are not stored anywhere. */
export async function listTokens(ctx: Context): Promise<TokenView[]> {
  const rows = await ctx.db.execute<TokenRow>(sql`
    select * from (
      select t.id as "tokenId", t.name, t.last_four as "lastFour", t.scopes, u.name as owner, t.owner_user_id as "ownerUserId",
        t.created_at as "createdAt", t.expires_at as "expiresAt", t.last_used_at as "lastUsedAt", t.revoked_at as "revokedAt",
        case when t.revoked_at is not null then 'revoked'
          when t.expires_at <= now() then 'expired'
          when t.owner_user_id is not null and (u.disabled_at is not null or not exists (
            select 1 from members m where m.project_id = t.project_id and m.user_id = t.owner_user_id)) then 'ownerless'
          else 'active' end as state
      from api_tokens t left join users u on u.id = t.owner_user_id
      where t.project_id = ${ctx.projectId}) tokens
    order by state = 'active' desc, "createdAt" desc limit 500`);
  return rows.map((row) => ({
    ...row,
    createdAt: date(row.createdAt),
    expiresAt: date(row.expiresAt),
    lastUsedAt: dateOrNull(row.lastUsedAt),
    revokedAt: dateOrNull(row.revokedAt),
  }));
}

export type SessionView = {
  sessionId: string;
  authMethod: AuthMethod;
  userAgent: string | null;
  createdAt: Date;
  authTime: Date;
  lastSeenAt: Date;
  current: boolean;
};

type SessionRow = Omit<SessionView, "createdAt" | "authTime" | "lastSeenAt" | "current"> &
  Record<"createdAt" | "authTime" | "lastSeenAt", string>;

/** One's own sessions that count now, the current one first. */
export async function listMySessions(ctx: UserContext): Promise<SessionView[]> {
  const { userId, sessionId } = ctx.actor;
  const rows = await ctx.db.execute<SessionRow>(sql`
    select s.id as "sessionId", s.auth_method as "authMethod", s.user_agent as "userAgent", s.created_at as "createdAt",
      s.auth_time as "authTime", s.last_seen_at as "lastSeenAt"
    from user_sessions s join users u on u.id = s.user_id
    where s.user_id = ${userId} and s.revoked_at is null and s.expires_at > now()
      and s.last_seen_at > now() - interval '30 minutes' and s.epoch = u.session_epoch
    order by s.id = ${sessionId} desc, s.last_seen_at desc`);
  return rows.map((row) => ({
    ...row,
    createdAt: date(row.createdAt),
    authTime: date(row.authTime),
    lastSeenAt: date(row.lastSeenAt),
    current: row.sessionId === sessionId,
  }));
}
