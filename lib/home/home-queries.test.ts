import { createReadStream } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { testDb } from "@/db/testing";
import { censusRuns, describeOnCensus } from "@/lib/experiments/census-testing";
import { importRuns } from "@/lib/experiments/commands/import-runs";
import { saveComparison } from "@/lib/experiments/commands/save-comparison";
import { registerVersion } from "@/lib/models/commands/register-version";
import { makeMember, makeProject } from "@/lib/models/testing";
import { listChanges } from "./changes-query";
import { listLatestRuns } from "./latest-runs-query";
import { listLiveModels } from "./live-query";
import { searchProject } from "./search-query";
import { listHomeWork } from "./waiting-query";

const file = fileURLToPath(new URL("../../../shared/data/census-income/runs.jsonl", import.meta.url));

describeOnCensus("the home page and the search on real runs", async () => {
  const { db } = await testDb();
  const project = await makeProject(db);
  const empty = await makeProject(db);
  const marta = await makeMember(db, project.id, ["data_scientist"], "Marta Lindqvist");
  const stranger = await makeMember(db, empty.id, ["admin"]);
  await importRuns(marta, createReadStream(file));
  const run = censusRuns().get("lr-v1-s2-C1");
  const made = await registerVersion(marta, {
    newModel: { name: "income-eligibility", riskTier: "high", useCase: "100 % income-tested support" },
    runId: run?.run_id ?? "",
  });
  const labels = async (query: string, ctx = marta) =>
    (await searchProject(ctx, project.name, query)).flatMap(({ heading, hits }) =>
      hits.map(({ label }) => `${heading}: ${label}`),
    );

  it.each([
    ["lr-v1-s2-C1", "Runs: lr-v1-s2-C1"],
    ["income-elig", "Models: income-eligibility"],
    ["income-eligibility 1", "Versions: income-eligibility version 1"],
    ["100 %", "Models: income-eligibility"],
    [run?.run_id.slice(0, 10) ?? "", "Runs: lr-v1-s2-C1"],
    [made.digest, "Versions: income-eligibility version 1"],
    [made.digest.slice(0, 17), "Versions: income-eligibility version 1"],
  ])("finds by %s", async (query, hit) => {
    expect((await labels(query))[0]).toBe(hit);
  });

  it("finds runs by commit, at most six, exact names first", async () => {
    const hits = await labels("6460091");
    expect(hits).toHaveLength(6);
    expect((await labels("hgb-v1-seed11"))[0]).toBe("Runs: hgb-v1-seed11");
  });

  it("finds nothing of another project, and takes LIKE's own characters as text", async () => {
    expect(await labels("lr-v1", stranger)).toEqual([]);
    expect(await labels("%%")).toEqual([]);
    expect(await labels("__")).toEqual([]);
    expect(await labels("' or 1=1 --")).toEqual([]);
  });

  it("tells what was recorded and which runs came last", async () => {
    const { changes, total } = await listChanges(marta);
    expect(total).toBeGreaterThanOrEqual(3);
    expect(changes[0]).toMatchObject({
      actor: "Marta Lindqvist",
      summary: expect.stringContaining("registered income-eligibility 1"),
    });
    expect(await listLatestRuns(marta)).toHaveLength(6);
    expect((await listChanges(stranger)).changes).toEqual([]);
  });

  it("finds saved comparisons by name and digest, and not those of another project", async () => {
    const [from = "", to = ""] = ["lr-v1-s2-C1", "hgb-v1-seed11"].map((name) => censusRuns().get(name)?.run_id);
    const saved = await saveComparison(marta, { name: "Trees against 100 % lines", query: `runs=${from},${to}` });
    for (const query of ["against 100 %", saved.digest, saved.digest.slice(0, 15)])
      expect(await labels(query)).toContain("Comparisons: Trees against 100 % lines");
    expect(await labels("against 100 %", stranger)).toEqual([]);
  });

  it("is calm in a project where nothing waits", async () => {
    const work = await listHomeWork(stranger, empty.name);
    expect(work).toEqual({
      waiting: { items: [], total: 0 },
      mine: { items: [], total: 0 },
      open: { items: [], total: 0 },
    });
    expect(await listLiveModels(marta)).toEqual({ total: 1, models: [] });
  });
});
