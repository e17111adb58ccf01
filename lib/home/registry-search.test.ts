import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { connect } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { loggedModels, runKeys } from "@/db/schema";
import { testDb } from "@/db/testing";
import { setAlias } from "@/lib/models/commands/set-alias";
import { tagModel } from "@/lib/models/commands/tag-model";
import { tagVersion } from "@/lib/models/commands/tag-version";
import { makeProject, makeRun } from "@/lib/models/testing";
import { makeRegistry } from "@/lib/models/version-testing";
import { searchProject } from "./search-query";

const { db } = await testDb();
const { project, scientist, stranger, newVersion } = await makeRegistry(db);
const { name, modelId, versionId, runId } = await newVersion();

const find = async (query: string, ctx = scientist) =>
  (await searchProject(ctx, project.name, query)).flatMap(({ heading, hits }) =>
    hits.map(({ label, href }) => [heading, label, decodeURIComponent(href)]),
  );

describe("the search over models as they are logged, aliased and tagged", () => {
  beforeAll(async () => {
    await setAlias(scientist, { modelId, versionId, alias: "Challenger" });
    await tagModel(scientist, { modelId, key: "domain", value: "benefits" });
    await tagVersion(scientist, { versionId, key: "reviewed_by", value: "Ines" });
    const at = new Date("2026-11-23T09:00:00Z");
    const logged = {
      projectId: project.id,
      experimentId: "exp",
      status: "READY" as const,
      createdAt: at,
      updatedAt: at,
    };
    await db.insert(loggedModels).values([
      { ...logged, id: "m-5f00aa", name: "Tree ensemble", sourceRunId: runId },
      { ...logged, id: "m-5f00bb", name: "tree without run" },
      { ...logged, id: "m-5f00cc", name: "tree deleted", deletedAt: at },
    ]);
    await db.insert(runKeys).values({ projectId: project.id, kind: "tag", key: "team.name", runs: 3 });
  });

  it.each([
    ["challen", ["Aliases", `${name}@Challenger`, `/p/${project.name}/models/${name}/versions/1`]],
    ["@challenger", ["Aliases", `${name}@Challenger`, `/p/${project.name}/models/${name}/versions/1`]],
    ["DOMAIN", ["Tags", "domain: benefits", `/p/${project.name}/models/${name}`]],
    ["benef", ["Tags", "domain: benefits", `/p/${project.name}/models/${name}`]],
    ["ines", ["Tags", "reviewed_by: Ines", `/p/${project.name}/models/${name}/versions/1`]],
    ["team.", ["Tags", "team.name", `/p/${project.name}/experiments?view=runs&q=tags.team.name IS NOT NULL`]],
    ["m-5f00a", ["Logged models", "Tree ensemble", `/p/${project.name}/runs/${runId}`]],
  ])("finds by %s", async (query, hit) => {
    expect(await find(query)).toContainEqual(hit);
  });

  it("finds logged models by name in any case, those without a run on their experiment, and no deleted ones", async () => {
    const found = (await find("TREE")).filter(([heading]) => heading === "Logged models");
    expect(found.map(([, label]) => label).toSorted()).toEqual(["Tree ensemble", "tree without run"]);
    expect(found.find(([, label]) => label === "tree without run")?.[2]).toBe(`/p/${project.name}/experiments/exp`);
  });

  it("takes signs of LIKE as text and shows nothing of another project", async () => {
    expect(await find("@%")).toEqual([]);
    expect(await find("%a")).toEqual([]);
    for (const query of ["challenger", "domain", "team.name", "m-5f00aa", "tree"]) {
      expect(await find(query, stranger)).toEqual([]);
    }
  });
});

describe("the start of a name in a database that orders texts by language", () => {
  it("is found by an index, as it is where texts are ordered byte by byte", async () => {
    const server = inject("databaseServer");
    const database = `test_${randomBytes(6).toString("hex")}`;
    const admin = postgres(server, { max: 1, onnotice: () => {} });
    await admin.unsafe(`create database ${database} template template0 locale_provider icu icu_locale 'en-US'`);
    const url = server.replace(/\/[^/]*$/, `/${database}`);
    try {
      await migrateDatabase(url);
      const { sql, db: other } = connect(url);
      try {
        const { id: projectId } = await makeProject(other);
        await makeRun(other, projectId, { id: "first", name: "Ångström-1" });
        await sql`insert into runs (project_id, id, experiment_id, name, status, started_at, imported_at)
          select ${projectId}, 'r' || i, 'exp', 'trial-' || i, 'FINISHED', now(), now() from generate_series(1, 4000) i`;
        await sql`analyze runs`;
        const plan = async (condition: string) =>
          JSON.stringify(
            await sql.unsafe(`explain select id from runs where project_id = ${projectId} and ${condition}`),
          );
        expect(await plan("lower(name) like 'trial-39%'")).toContain("runs_name_prefix_idx");
        expect(await plan("id like 'r39%'")).toContain("runs_id_prefix_idx");
        expect(await plan("lower(name) like 'ångs%'")).toContain("runs_name_prefix_idx");
      } finally {
        await sql.end({ timeout: 1 });
      }
    } finally {
      await admin.unsafe(`drop database ${database} with (force)`);
      await admin.end({ timeout: 1 });
    }
  });

  it("costs no index more where the byte order finds it already", async () => {
    const names = await db.$client`select indexname from pg_indexes where tablename = 'runs'`;
    expect(names.map(({ indexname }) => indexname)).not.toContain("runs_name_prefix_idx");
  });
});
