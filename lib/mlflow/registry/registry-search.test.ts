import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { models, runs } from "@/db/schema";
import { testDb } from "@/db/testing";
import { setMemberRoles } from "@/lib/auth/commands/set-member-roles";
import { createTestProject, signedIn, systemContext } from "@/lib/auth/testing";
import { freeAlias } from "@/lib/models/commands/free-alias";
import { wireClient } from "../testing";
import { mv, registryScene, rm } from "./testing";

const { db } = await testDb();
const { project, call, reader, newRun, newModel, newVersion, refusal } = await registryScene(db);

const ines = await signedIn(db, project, "ines", ["risk_officer"]);

describe("aliases and stages", () => {
  it("that are bound to nothing work as clients know them", async () => {
    await newModel("alias");
    await newVersion("alias");
    await newVersion("alias");
    const set = (alias: string, version = "1") => call("POST", `${rm}/alias`, { name: "alias", alias, version });
    expect(await set("challenger")).toEqual({ status: 200, body: {} });
    const get = (alias: string) => call("GET", `${rm}/alias`, { name: "alias", alias });
    expect((await get("challenger")).body.model_version).toMatchObject({ version: "1", aliases: ["challenger"] });
    expect((await get("latest")).body.model_version).toMatchObject({ version: "2" });
    expect(await refusal("GET", `${rm}/alias`, { name: "alias", alias: "nope" })).toEqual([
      400,
      "INVALID_PARAMETER_VALUE",
      "Registered model alias nope not found.",
    ]);
    expect((await set("latest")).body.message).toContain("reserved");
    expect((await set("v3")).body.message).toContain("reserved");
    expect((await set("a b")).body.message).toContain("Invalid alias name");
    expect((await set("challenger", "9")).body.error_code).toBe("RESOURCE_DOES_NOT_EXIST");
    for (let i = 0; i < 2; i++)
      expect(await call("DELETE", `${rm}/alias`, { name: "alias", alias: "challenger" })).toEqual({
        status: 200,
        body: {},
      });
  });

  it("that are bound are refused for good, with a link to where a promotion is requested", async () => {
    await newModel("bound");
    await newVersion("bound");
    const link = "http://localhost:3000/p/credit/promotions/new?model=bound&version=1";
    for (const alias of ["production", "champion", "Staging"]) {
      const [status, code, message] = await refusal("POST", `${rm}/alias`, { name: "bound", alias, version: "1" });
      expect([status, code]).toEqual([403, "PERMISSION_DENIED"]);
      expect(message).toContain(link);
      expect((await refusal("GET", `${rm}/alias`, { name: "bound", alias }))[2]).toContain(
        "no version of bound serves",
      );
    }
    for (const stage of ["Production", "staging"]) {
      const [status, code, message] = await refusal("POST", `${mv}/transition-stage`, {
        name: "bound",
        version: "1",
        stage,
        archive_existing_versions: true,
      });
      expect([status, code]).toEqual([403, "PERMISSION_DENIED"]);
      expect(message).toContain(link);
    }
    const [row] = await db.select().from(models).where(eq(models.name, "bound"));
    await freeAlias(ines, { modelId: row?.id, alias: "champion", free: true, reason: "Batch only" });
    expect((await call("POST", `${rm}/alias`, { name: "bound", alias: "champion", version: "1" })).status).toBe(200);
    expect((await call("GET", `${rm}/get`, { name: "bound" })).body.registered_model).toMatchObject({
      aliases: [{ alias: "champion", version: "1" }],
    });
  });

  it("archive what serves nowhere and take it out again", async () => {
    await newModel("archive");
    await newVersion("archive");
    const move = async (stage: string, more = {}) =>
      call("POST", `${mv}/transition-stage`, { name: "archive", version: "1", stage, ...more });
    expect((await move("archived")).body.model_version).toMatchObject({ current_stage: "Archived" });
    expect((await move("None")).body.model_version).toMatchObject({ current_stage: "None" });
    expect((await move("None")).status).toBe(200);
    expect((await move("Live")).body.message).toContain("Invalid Model Version stage: Live");
    expect((await move("Archived", { archive_existing_versions: true })).body.message).toContain("not an Active stage");
  });
});

describe("searches", () => {
  it("filter, order and page models; what lacks the prompt tag is found", async () => {
    for (const name of ["s-b", "s-a", "s-c"]) await newModel(name);
    await call("POST", `${rm}/set-tag`, { name: "s-a", key: "team", value: "risk" });
    const search = async (input: object) => (await call("GET", `${rm}/search`, input)).body;
    const names = (body: Record<string, unknown>) =>
      (body.registered_models as { name: string }[] | undefined)?.map(({ name }) => name);
    const page = { filter: "name LIKE 's-%' AND tag.`mlflow.prompt.is_prompt` != 'true'", max_results: 2 };
    const first = await search(page);
    expect(names(first)).toEqual(["s-a", "s-b"]);
    expect(names(await search({ ...page, page_token: first.next_page_token }))).toEqual(["s-c"]);
    expect(names(await search({ filter: "name LIKE 's-%'", order_by: "name DESC" }))).toEqual(["s-c", "s-b", "s-a"]);
    expect(names(await search({ filter: "tags.team = 'risk'" }))).toEqual(["s-a"]);
    expect(names(await search({ filter: "tags.team != 'x'" }))).toEqual(["s-a"]);
    expect(names(await search({ filter: "name = 'zzz'" }))).toBeUndefined();
    for (const [input, message] of [
      [{ filter: "name > 'x'" }, ""],
      [{ filter: "nope = 'x'" }, "Invalid attribute key 'nope'"],
      [{ max_results: 1001 }, "It must be at most 1000"],
      [{ max_results: 0 }, "positive integer"],
      [{ page_token: "!!" }, "Invalid page token"],
      [{ order_by: "creation_timestamp" }, "Invalid order by key"],
    ] as const) {
      const [status, code, text] = await refusal("GET", `${rm}/search`, input);
      expect([status, code]).toEqual([400, "INVALID_PARAMETER_VALUE"]);
      expect(text).toContain(message);
    }
  });

  it("find versions by name, number, run, source and tag, never deleted ones", async () => {
    await newModel("v-a");
    const one = await newVersion("v-a");
    for (let i = 0; i < 10; i++) await newVersion("v-a");
    await call("DELETE", `${mv}/delete`, { name: "v-a", version: "2" });
    await call("POST", `${mv}/set-tag`, { name: "v-a", version: "3", key: "k", value: "it's" });
    const numbers = async (filter: string, order_by = "version_number ASC") =>
      (
        (await call("GET", `${mv}/search`, { filter, order_by })).body.model_versions as
          | { version: string }[]
          | undefined
      )?.map(({ version }) => Number(version)) ?? [];
    expect(await numbers("name='v-a'")).toEqual([1, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(await numbers("name='v-a' and version_number > 9", "version_number DESC")).toEqual([11, 10]);
    expect(await numbers(`run_id = '${one.run_id}'`)).toEqual([1]);
    expect(await numbers(`run_id IN ('${one.run_id}', 'x')`)).toEqual([1]);
    expect(await numbers(`source_path LIKE '%${one.run_id}%'`)).toEqual([1]);
    expect(await numbers("tags.k = \"it's\" and name ILIKE 'V-A'")).toEqual([3]);
    expect(await numbers("name = 'x\\' or 1=1 --'")).toEqual([]);
    expect((await refusal("GET", `${mv}/search`, { max_results: 200001 }))[2]).toContain("It must be at most 200000");
  });
});

describe("who may", () => {
  it("writes only with the scope promote", async () => {
    expect((await refusal("POST", `${rm}/create`, { name: "x" }, reader)).slice(0, 2)).toEqual([
      403,
      "PERMISSION_DENIED",
    ]);
    expect((await reader("GET", `${rm}/search`, {})).status).toBe(200);
  });

  it("writes only while the token's owner may", async () => {
    const tom = await signedIn(db, project, "tom", ["data_scientist"]);
    const toms = await wireClient(tom, ["read", "promote"]);
    expect((await toms("POST", `${rm}/create`, { name: "toms" })).status).toBe(200);
    await setMemberRoles(systemContext(db, project.id), { userId: tom.actor.userId, roles: ["viewer"], groupName: "" });
    for (const [method, path, input] of [
      ["POST", `${rm}/create`, { name: "toms2" }],
      ["POST", `${rm}/rename`, { name: "toms", new_name: "y" }],
      ["PATCH", `${rm}/update`, { name: "toms", description: "y" }],
      ["POST", `${rm}/set-tag`, { name: "toms", key: "a", value: "b" }],
      ["DELETE", `${rm}/delete`, { name: "toms" }],
      ["POST", `${mv}/create`, { name: "toms", source: `runs:/${await newRun()}/m` }],
    ] as const)
      expect((await refusal(method, path, input, toms)).slice(0, 2)).toEqual([403, "PERMISSION_DENIED"]);
  });

  it("finds nothing of another project", async () => {
    const elsewhere = await createTestProject(db, "other");
    const zoe = await signedIn(db, elsewhere, "zoe", ["data_scientist"]);
    const theirs = await wireClient(zoe, ["read", "promote"]);
    expect((await refusal("GET", `${rm}/get`, { name: "RM1" }, theirs)).slice(0, 2)).toEqual([
      404,
      "RESOURCE_DOES_NOT_EXIST",
    ]);
    expect((await theirs("GET", `${rm}/search`)).body).toEqual({});
    const [mine] = await db.select().from(runs).limit(1);
    await theirs("POST", `${rm}/create`, { name: "RM1" });
    expect(
      (await refusal("POST", `${mv}/create`, { name: "RM1", source: `runs:/${mine?.id}/m` }, theirs)).slice(0, 2),
    ).toEqual([404, "RESOURCE_DOES_NOT_EXIST"]);
  });
});
