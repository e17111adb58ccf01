import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { promotions, runs } from "@/db/schema";
import { testDb } from "@/db/testing";
import { createToken } from "@/lib/auth/commands/create-token";
import { saveComparison } from "@/lib/experiments/commands/save-comparison";
import { withProblems } from "@/lib/http";
import { buildWorld, type World } from "../testing";
import { shown } from "../testing-requests";
import { postPromotion } from "./handlers";

const { db, sql } = await testDb();
let world: World;
let token: string;

beforeEach(async () => {
  world = await buildWorld(db);
  const made = await createToken(world.as("maya"), { name: "ci", scopes: ["promote"] });
  await sql`update api_tokens set expires_at = now() + interval '1 day' where id = ${made.tokenId}`;
  token = made.token;
});

const asked = {
  model: "income-eligibility",
  version: 2,
  target: "benefits-eu",
  reason: "Better recall for everyone.",
  rollbackPlan: { summary: "Serve the former version from the registry.", minutes: 10 },
};

async function ask(change: object) {
  const body = JSON.stringify({ ...asked, ...change });
  const headers = { authorization: `Bearer ${token}` };
  const answer = await withProblems(postPromotion)(
    new Request("http://test/api/v1", { method: "POST", body, headers }),
    {},
  );
  return { status: answer.status, body: await answer.json() };
}
const requested = () => db.select().from(promotions).where(eq(promotions.projectId, world.projectId));

/** A saved comparison of the runs of a world's two versions. */
async function save(name: string, of = world): Promise<string> {
  const rows = await db.select({ id: runs.id }).from(runs).where(eq(runs.projectId, of.projectId));
  const query = `runs=${rows.map(({ id }) => id).join(",")}`;
  return (await saveComparison(of.as("maya"), { name, note: "", query })).id;
}

describe("comparisons of a pipeline's request", () => {
  it("are attached by name in any case or by id, and answers a retry that names them", async () => {
    const [named, byId] = [await save("Nightly against live"), await save("Ablation")];
    const comparisons = ["nightly AGAINST live", byId, "Nightly against live"];
    const answer = await ask({ comparisons });
    expect(answer).toMatchObject({ status: 201, body: { outcome: "requested" } });
    expect(answer.body.comparisons.map(({ id }: { id: string }) => id).toSorted()).toEqual([named, byId].toSorted());
    const { subjectDigest } = await shown(world, 1);
    expect(answer.body.subjectDigest).toBe(subjectDigest);
    expect(await ask({ comparisons: [byId] })).toMatchObject({ status: 200, body: { outcome: "open" } });
    const other = await ask({ comparisons: [await save("Seeds")] });
    expect(other).toMatchObject({ status: 409, body: { detail: expect.stringContaining("P-1 already asks") } });
  });

  it("are not found in another project, and nothing is asked for then", async () => {
    await save("Here");
    const elsewhere = await buildWorld(db);
    const there = await save("There", elsewhere);
    for (const unknown of ["There", there, "null\0"])
      expect(await ask({ comparisons: ["Here", unknown] })).toMatchObject({
        status: 400,
        body: { detail: expect.stringMatching(/^comparisons\.1: no comparison is saved in this project under/) },
      });
    expect(await requested()).toEqual([]);
  });

  it.each([
    ["a text instead of a list", "x", /^comparisons: lists saved comparisons/],
    ["eleven", Array(11).fill("x"), /^comparisons: at most 10/],
    ["an empty name", [""], /^comparisons\.0: name the comparison/],
  ])("are refused as %s, by the field", async (_name, comparisons, detail) => {
    expect(await ask({ comparisons })).toMatchObject({ status: 400, body: { detail: expect.stringMatching(detail) } });
    expect(await requested()).toEqual([]);
  });
});
