import "server-only";
import { sql } from "drizzle-orm";
import type { Role } from "@/db/enums";
import type { Context } from "@/lib/context";
import { listPolicies } from "@/lib/governance/queries";
import type { Duty, DutyPerson, Overlap, Staffing } from "./duties";
import { staffingOf } from "./duties";

type Row = { personId: string; name: string; roles: Role[]; groupName: string } & Record<Duty, number>;

/** Everybody who has a role here or did one of the duties, by name: what they may do, and how often they did it. */
export async function listDutyPeople(ctx: Context): Promise<DutyPerson[]> {
  const { projectId } = ctx;
  const rows = await ctx.db.execute<Row>(sql`
    with done as (
      select registered_by as user_id, 'author' as duty from model_versions where project_id = ${projectId}
      union all select requested_by, 'requester' from promotions where project_id = ${projectId}
      union all select user_id, 'approver' from promotion_decisions where project_id = ${projectId} and kind = 'approve'
      union all select started_by, 'deployer' from rollouts where project_id = ${projectId} and started_by is not null
      union all select user_id, 'policy_editor' from policy_draft_editors where project_id = ${projectId}
    )
    select u.person_id as "personId", min(u.name) as name,
      coalesce(array_agg(distinct m.role) filter (where m.role is not null and u.disabled_at is null), '{}') as roles,
      coalesce(max(m.group_name), '') as "groupName",
      (select count(*)::int from done d join users x on x.id = d.user_id where x.person_id = u.person_id and d.duty = 'author') as author,
      (select count(*)::int from done d join users x on x.id = d.user_id where x.person_id = u.person_id and d.duty = 'requester') as requester,
      (select count(*)::int from done d join users x on x.id = d.user_id where x.person_id = u.person_id and d.duty = 'approver') as approver,
      (select count(*)::int from done d join users x on x.id = d.user_id where x.person_id = u.person_id and d.duty = 'deployer') as deployer,
      (select count(*)::int from done d join users x on x.id = d.user_id where x.person_id = u.person_id and d.duty = 'policy_editor') as policy_editor
    from users u left join members m on m.user_id = u.id and m.project_id = ${projectId}
    where m.user_id is not null or u.id in (select user_id from done)
    group by u.person_id order by lower(min(u.name))`);
  return rows.map(({ personId, name, roles, groupName, ...did }) => ({ personId, name, roles, groupName, did }));
}

/** Promotions on which one person did two duties: requested or registered what they approved, or approved what they started. */
export async function listOverlaps(ctx: Context): Promise<Overlap[]> {
  const rows = await ctx.db.execute<{ number: number; name: string; a: Duty; b: Duty }>(sql`
    with acts as (
      select p.number, 'requester' as duty, u.person_id, u.name from promotions p join users u on u.id = p.requested_by
        where p.project_id = ${ctx.projectId}
      union select p.number, 'author', u.person_id, u.name from promotions p
        join model_versions v on v.project_id = p.project_id and v.id = p.version_id join users u on u.id = v.registered_by
        where p.project_id = ${ctx.projectId}
      union select p.number, 'approver', u.person_id, u.name from promotions p
        join promotion_decisions d on d.project_id = p.project_id and d.promotion_id = p.id and d.kind = 'approve' and d.state = 'valid'
        join users u on u.id = d.user_id where p.project_id = ${ctx.projectId}
      union select p.number, 'deployer', u.person_id, u.name from promotions p
        join rollouts r on r.project_id = p.project_id and r.promotion_id = p.id and r.kind = 'forward'
        join users u on u.id = r.started_by where p.project_id = ${ctx.projectId}
    )
    select a.number, a.name, a.duty as a, b.duty as b from acts a
    join acts b on b.number = a.number and b.person_id = a.person_id
    where (a.duty, b.duty) in (('requester', 'approver'), ('author', 'approver'), ('approver', 'deployer'), ('requester', 'deployer'))
    order by a.number desc, a.duty limit 50`);
  return rows.map(({ number, name, a, b }) => ({ number, name, both: [a, b] as const }));
}

export type PolicyStaffing = Staffing & { policy: string; tiers: string[]; environments: string[] | null };

/** For each policy in force, whether the people there are can meet its approval rule. */
export async function listStaffing(ctx: Context, people: readonly DutyPerson[]): Promise<PolicyStaffing[]> {
  return (await listPolicies(ctx)).map(({ policy }) => ({
    ...staffingOf(policy.approval, people),
    policy: policy.name,
    tiers: [...policy.tiers],
    environments: policy.environments,
  }));
}
