import "server-only";
import type { Context } from "@/lib/context";
import { writtenText } from "@/lib/experiments/filter-suggestion";
import { plural } from "@/lib/format";
import { paths } from "@/lib/paths";
import type { HitGroup } from "./search-hit";
import type { SearchTerms } from "./search-terms";

const perGroup = 6;
/** The newest runs that are looked through for words inside names, tags and data; what starts a name, id, commit or digest is found at any age. */
const looked = 2000;

type Found = { id: string; name: string; status: string; commit: string | null };

/** Runs whose name, id, commit or content digest starts with the text, at any age; then newer ones that hold it in their name or tags. */
export async function findRuns(ctx: Context, project: string, terms: SearchTerms): Promise<HitGroup> {
  const sql = ctx.db.$client;
  const { projectId } = ctx;
  const byHex = terms.hex
    ? sql`
      union all (select id, 1 from runs where project_id = ${projectId} and code_commit like ${`${terms.hex}%`} limit ${perGroup})
      union all (select id, 1 from runs where project_id = ${projectId} and content_digest like ${`sha256:${terms.hex}%`} limit ${perGroup})`
    : sql``;
  const found = await sql<Found[]>`
    with hits as (
      (select id, 0 as place from runs where project_id = ${projectId} and lower(name) = ${terms.text.toLowerCase()} limit ${perGroup})
      union all (select id, 0 from runs where project_id = ${projectId} and lower(name) like ${terms.startsWith.toLowerCase()} limit ${perGroup})
      union all (select id, 1 from runs where project_id = ${projectId} and id like ${terms.startsWith} limit ${perGroup}) ${byHex}
      union all (select id, 2 from (
        select id, name, tags from runs where project_id = ${projectId} order by started_at desc nulls last, id desc nulls last limit ${looked}) newest
        where name ilike ${terms.contains} or tags::text ilike ${terms.contains} limit ${perGroup})
    ), best as (select id, min(place) as place from hits group by id)
    select r.id, r.name, r.status, r.code_commit as commit from best join runs r on r.project_id = ${projectId} and r.id = best.id
    order by best.place, case when lower(r.name) = ${terms.text.toLowerCase()} then 0 else 1 end, r.started_at desc limit ${perGroup}`;
  const words = ({ status, commit }: Found) =>
    [status === "FINISHED" ? null : status.toLowerCase(), commit?.slice(0, 7)].filter(Boolean).join(" · ");
  return {
    heading: "Runs",
    hits: found.map((run) => ({ id: run.id, label: run.name, hint: words(run), href: paths.run(project, run.id) })),
  };
}

/** Experiments by name or id. */
export async function findExperiments(ctx: Context, project: string, terms: SearchTerms): Promise<HitGroup> {
  const sql = ctx.db.$client;
  const found = await sql<{ id: string; name: string; useCase: string | null }[]>`
    select id, name, use_case as "useCase" from experiments
    where project_id = ${ctx.projectId} and deleted_at is null and (name ilike ${terms.contains} or id like ${terms.startsWith})
    order by updated_at desc limit ${perGroup}`;
  return {
    heading: "Experiments",
    hits: found.map(({ id, name, useCase }) => ({
      id,
      label: name,
      hint: useCase ?? "",
      href: paths.experiment(project, id),
    })),
  };
}

/** Saved comparisons by name, note or digest. */
export async function findComparisons(ctx: Context, project: string, terms: SearchTerms): Promise<HitGroup> {
  const sql = ctx.db.$client;
  const byHex = terms.hex ? sql`or digest like ${`sha256:${terms.hex}%`}` : sql``;
  const found = await sql<{ id: string; name: string; runs: number }[]>`
    select id, name, jsonb_array_length(runs) as runs from comparisons
    where project_id = ${ctx.projectId} and (name ilike ${terms.contains} or note ilike ${terms.contains} or id like ${terms.startsWith} ${byHex})
    order by updated_at desc nulls last, id desc nulls last limit ${perGroup}`;
  return {
    heading: "Comparisons",
    hits: found.map(({ id, name, runs }) => ({
      id,
      label: name,
      hint: plural(runs, "run"),
      href: paths.comparison(project, id),
    })),
  };
}

/** The run table with a filter. */
export const runsWith = (project: string, q: string) =>
  `${paths.experiments(project)}?view=runs&q=${encodeURIComponent(q)}`;

/** Datasets that runs read: as clients named them, by name or digest; and snapshots of the newest runs' records. */
export async function findDatasets(ctx: Context, project: string, terms: SearchTerms): Promise<HitGroup> {
  const sql = ctx.db.$client;
  const [named, snapshots] = await Promise.all([
    sql<{ name: string; digest: string }[]>`
      select name, digest from input_datasets where project_id = ${ctx.projectId} and (name ilike ${terms.contains} or digest like ${terms.startsWith})
      group by name, digest order by max(created_at) desc limit ${perGroup}`,
    sql<{ snapshot: string; name: string | null }[]>`
      select dataset_snapshot as snapshot, max(train) as name from (
        select dataset_snapshot, axis_details->'dataset'->>'trainName' as train from runs where project_id = ${ctx.projectId}
        order by started_at desc nulls last, id desc nulls last limit ${looked}) newest
      where dataset_snapshot ilike ${terms.contains} or train ilike ${terms.contains} group by dataset_snapshot order by 1 limit ${perGroup}`,
  ]);
  return {
    heading: "Datasets",
    hits: [
      ...named.map(({ name, digest }) => ({
        id: `input ${name} ${digest}`,
        label: name,
        hint: digest.slice(0, 12),
        href: runsWith(project, `dataset.name = ${writtenText(name)} and dataset.digest = ${writtenText(digest)}`),
      })),
      ...snapshots.map(({ snapshot, name }) => ({
        id: `snapshot ${snapshot}`,
        label: name ?? snapshot,
        hint: name ? snapshot.slice(0, 18) : "snapshot",
        href: runsWith(project, `dataset = ${JSON.stringify(snapshot)}`),
      })),
    ].slice(0, perGroup),
  };
}

/** Feature definitions of the newest runs. */
export async function findFeatures(ctx: Context, project: string, terms: SearchTerms): Promise<HitGroup> {
  const sql = ctx.db.$client;
  const found = await sql<{ features: string; runs: number }[]>`
    select feature_definitions as features, count(*)::int as runs from (
      select feature_definitions from runs where project_id = ${ctx.projectId} order by started_at desc nulls last, id desc nulls last limit ${looked}) newest
    where feature_definitions ilike ${terms.contains} group by 1 order by runs desc, 1 limit ${perGroup}`;
  return {
    heading: "Features",
    hits: found.map(({ features }) => ({
      id: features,
      label: features,
      hint: "feature definitions",
      href: runsWith(project, `features = ${JSON.stringify(features)}`),
    })),
  };
}
