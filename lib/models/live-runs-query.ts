import "server-only";
import type { RiskTier } from "@/db/enums";
import type { Context } from "@/lib/context";

export type LiveRun = {
  runId: string;
  runName: string;
  family: string | null;
  environment: string;
  model: string;
  riskTier: RiskTier;
  version: number;
};

/** The run behind each version that a target serves now, production first. */
export async function listLiveRuns(ctx: Context): Promise<LiveRun[]> {
  return ctx.db.$client<LiveRun[]>`
    select v.run_id as "runId", r.name as "runName", e.family, t.environment, m.name as model, m.risk_tier as "riskTier", v.version
    from targets t
    join environments env on env.project_id = t.project_id and env.name = t.environment
    join model_versions v on v.project_id = t.project_id and v.id = t.stable_version_id
    join models m on m.project_id = v.project_id and m.id = v.model_id
    join runs r on r.project_id = v.project_id and r.id = v.run_id
    join experiments e on e.project_id = r.project_id and e.id = r.experiment_id
    where t.project_id = ${ctx.projectId} order by env.position desc, t.name`;
}
