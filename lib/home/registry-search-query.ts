import "server-only";
import type { Context } from "@/lib/context";
import { writtenKey } from "@/lib/experiments/filter-suggestion";
import { plural } from "@/lib/format";
import { paths } from "@/lib/paths";
import { runsWith } from "./run-search-query";
import type { HitGroup } from "./search-hit";
import type { SearchTerms } from "./search-terms";

const perGroup = 6;
/** The newest versions and models whose tags are looked through for a text. */
const looked = 2000;

/** Logged models whose name or id starts with the text; they are shown on the run that made them. */
export async function findLoggedModels(ctx: Context, project: string, terms: SearchTerms): Promise<HitGroup> {
  const sql = ctx.db.$client;
  const { projectId } = ctx;
  const found = await sql<{ id: string; name: string; runId: string | null; experimentId: string }[]>`
    with hits as (
      (select id from logged_models where project_id = ${projectId} and deleted_at is null and lower(name) like ${terms.startsWith.toLowerCase()} limit ${perGroup})
      union (select id from logged_models where project_id = ${projectId} and deleted_at is null and id like ${terms.startsWith} limit ${perGroup})
    ) select l.id, l.name, l.source_run_id as "runId", l.experiment_id as "experimentId"
    from hits join logged_models l on l.project_id = ${projectId} and l.id = hits.id
    order by case when lower(l.name) = ${terms.text.toLowerCase()} or l.id = ${terms.text} then 0 else 1 end, l.created_at desc, l.id limit ${perGroup}`;
  return {
    heading: "Logged models",
    hits: found.map(({ id, name, runId, experimentId }) => ({
      id: `logged ${id}`,
      label: name,
      hint: id.slice(0, 14),
      href: runId ? paths.run(project, runId) : paths.experiment(project, experimentId),
    })),
  };
}

/** Aliases that start with the text, or are it with an @ before it, and the version that each names. */
export async function findAliases(ctx: Context, project: string, terms: SearchTerms): Promise<HitGroup> {
  const sql = ctx.db.$client;
  const startsWith = terms.startsWith.replace(/^@/, "").toLowerCase();
  const found =
    startsWith === "%"
      ? []
      : await sql<{ alias: string; name: string; version: number }[]>`
    select a.alias, m.name, v.version from model_aliases a
    join models m on m.project_id = a.project_id and m.id = a.model_id and m.deleted_at is null
    join model_versions v on v.project_id = a.project_id and v.id = a.version_id
    where a.project_id = ${ctx.projectId} and lower(a.alias) like ${startsWith}
    order by length(a.alias), a.set_at desc limit ${perGroup}`;
  return {
    heading: "Aliases",
    hits: found.map(({ alias, name, version }) => ({
      id: `alias ${name} ${alias}`,
      label: `${name}@${alias}`,
      hint: `version ${version}`,
      href: paths.version(project, name, version),
    })),
  };
}

type Tagged = { name: string; version: number | null; key: string; value: string };

/** Tags of runs by the start of their name; tags of models and versions by the start of name or value. */
export async function findTags(ctx: Context, project: string, terms: SearchTerms): Promise<HitGroup> {
  const sql = ctx.db.$client;
  const { projectId } = ctx;
  const startsWith = terms.startsWith.toLowerCase();
  const [keys, tagged] = await Promise.all([
    sql<{ key: string; runs: number }[]>`
      select key, runs from run_keys where project_id = ${projectId} and kind = 'tag' and lower(key) like ${startsWith} order by runs desc, key limit ${perGroup}`,
    sql<Tagged[]>`
      with newest as (
        (select m.name, v.version, v.tags, v.updated_at from model_versions v join models m on m.project_id = v.project_id and m.id = v.model_id and m.deleted_at is null
          where v.project_id = ${projectId} and v.tags <> '{}' order by v.updated_at desc limit ${looked})
        union all (select name, null, tags, updated_at from models where project_id = ${projectId} and deleted_at is null and tags <> '{}' order by updated_at desc limit ${looked})
      ) select name, version, t.key, t.value from newest cross join lateral jsonb_each_text(tags) t
      where lower(t.key) like ${startsWith} or lower(t.value) like ${startsWith} order by updated_at desc, name, version limit ${perGroup}`,
  ]);
  return {
    heading: "Tags",
    hits: [
      ...tagged.map(({ name, version, key, value }) => ({
        id: `tag ${name} ${version} ${key}`,
        label: `${key}: ${value.slice(0, 80)}`,
        hint: version === null ? name : `${name} version ${version}`,
        href: version === null ? paths.model(project, name) : paths.version(project, name, version),
      })),
      ...keys.map(({ key, runs }) => ({
        id: `run tag ${key}`,
        label: key,
        hint: `tag of ${plural(runs, "run")}`,
        href: runsWith(project, `tags.${writtenKey(key)} IS NOT NULL`),
      })),
    ].slice(0, perGroup),
  };
}
