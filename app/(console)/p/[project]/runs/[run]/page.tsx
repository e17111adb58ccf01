import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { ObjectAuditTrail } from "@/components/audit/object-audit-trail";
import { RunPage } from "@/components/experiments/run-page";
import { ChecksSection } from "@/components/governance/checks-section";
import type { ObjectRef } from "@/lib/audit/object-ref";
import { requirePage } from "@/lib/auth/page";
import { can } from "@/lib/auth/permissions";
import { requestOrigin } from "@/lib/auth/request";
import { loadComparePage } from "@/lib/experiments/compare-page-query";
import { parseCompare, type SearchParams } from "@/lib/experiments/compare-url";
import { findNondeterminism } from "@/lib/experiments/determinism-query";
import { isOpenRun } from "@/lib/experiments/run-progress";
import { findRun } from "@/lib/experiments/run-queries";
import { readRunVersion } from "@/lib/experiments/run-version-query";
import { listChecks } from "@/lib/governance/ci-checks-query";
import { metricLimits } from "@/lib/governance/metric-limits";
import { resolveApplicablePolicy } from "@/lib/governance/queries";
import { findOrigin } from "@/lib/integrations/sources/run-origin-query";
import { listLiveRuns } from "@/lib/models/live-runs-query";
import { describeRegistered } from "@/lib/models/registered-query";

type Params = Promise<{ project: string; run: string }>;
type Props = { params: Params; searchParams: Promise<SearchParams> };

const load = cache(async (params: Params) => {
  const access = await requirePage(params, "project.view");
  const detail = await findRun(access.ctx, decodeURIComponent((await params).run));
  return { ...access, detail };
});

/** The import a run came with: its event is part of the run's history. */
const importOf = (source: string): ObjectRef[] =>
  source.startsWith("import:") ? [{ type: "import", id: source.slice("import:".length) }] : [];

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { detail } = await load(params);
  return { title: detail?.run.name ?? "Run" };
}

export default async function Page({ params, searchParams }: Props) {
  const { ctx, project, detail } = await load(params);
  if (!detail) notFound();
  const search = await searchParams;
  const { run, experiment } = detail;
  const [version, live, twins, registered, checks, origin] = await Promise.all([
    isOpenRun(run.status) ? readRunVersion(ctx, run.id) : null,
    listLiveRuns(ctx),
    findNondeterminism(ctx, run.id),
    describeRegistered(ctx, [run.id]),
    listChecks(ctx, { commit: run.codeCommit, versionId: null }),
    findOrigin(ctx, run.id),
  ]);
  const serving = live.find((one) => one.family !== null && one.family === experiment.family);
  const place = serving && { model: serving.model, tier: serving.riskTier, environment: serving.environment };
  const policy = place ? (await resolveApplicablePolicy(ctx, place)).chosen : null;
  const state = parseCompare(search);
  const baselineId = state.baseline ?? serving?.runId ?? null;
  const isCompared = baselineId !== null && baselineId !== "none" && baselineId !== run.id;
  const { comparison } = isCompared
    ? await loadComparePage(ctx, { ...state, runs: [baselineId, run.id], baseline: baselineId, slice: null })
    : { comparison: null };
  const baseline = comparison?.baseline.id === baselineId ? await findRun(ctx, baselineId) : null;
  return (
    <RunPage
      project={project.name}
      detail={detail}
      version={version}
      comparison={baseline && comparison}
      baseline={baseline}
      live={serving ?? null}
      twins={twins}
      registered={registered.get(run.id) ?? null}
      origin={origin}
      search={search}
      limits={policy && { from: `${policy.policy.name} v${policy.version}`, limits: metricLimits(policy.policy) }}
      checks={
        <ChecksSection
          project={project.name}
          origin={await requestOrigin()}
          checks={checks}
          now={ctx.now()}
          subject={{ commit: run.codeCommit }}
          canCreateToken={can(ctx.actor, "token.create")}
        />
      }
      trail={
        can(ctx.actor, "audit.view") && (
          <ObjectAuditTrail
            ctx={ctx}
            project={project.name}
            objectType="run"
            objectId={run.id}
            also={[...importOf(run.source), ...checks.map(({ id }) => ({ type: "check", id }))]}
          />
        )
      }
      can={{ register: can(ctx.actor, "version.register"), archive: can(ctx.actor, "run.archive") }}
    />
  );
}
