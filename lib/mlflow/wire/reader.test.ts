import { describe, expect, it } from "vitest";
import { z } from "zod";
import { testDb } from "@/db/testing";
import { createToken } from "@/lib/auth/commands/create-token";
import { revokeToken } from "@/lib/auth/commands/revoke-token";
import { createTestProject, signedIn } from "@/lib/auth/testing";
import { requiredText } from "./fields";
import { mlflowReader } from "./reader";

const { db } = await testDb();
const project = await createTestProject(db, "credit");
const marta = await signedIn(db, project, "marta", ["data_scientist"]);

/** A reader that says what it read for whom, and what waited for the check of the token. */
function spy() {
  const seen: string[] = [];
  const handler = mlflowReader(
    { scope: "read", schema: z.object({ name: requiredText }) },
    async ({ projectId, allowed }, { name }) => {
      seen.push(`read ${name}`);
      void allowed.then(
        () => seen.push(`kept ${name}`),
        () => {},
      );
      if (name === "absent") throw new Error("not there");
      return { projectId };
    },
  );
  const ask = async (token: string, body: object, params = {}) => {
    const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
    const request = new Request("http://console.test/x", { method: "POST", headers, body: JSON.stringify(body) });
    const response = await handler(request, params);
    return { status: response.status, body: await response.json() };
  };
  return { seen, ask };
}
const make = (scopes: ("read" | "ingest")[]) => createToken(marta, { name: "laptop", scopes, days: 30 });

describe("a reader", () => {
  it("answers in the project of the token, the first time and again", async () => {
    const { token } = await make(["read"]);
    const { seen, ask } = spy();
    for (const name of ["a", "b", "c"])
      expect(await ask(token, { name })).toEqual({ status: 200, body: { projectId: project.id } });
    expect(seen).toEqual(["read a", "kept a", "read b", "kept b", "read c", "kept c"]);
  });

  it("refuses a token from the moment it is revoked, and keeps nothing of what was read meanwhile", async () => {
    const { token, tokenId } = await make(["read"]);
    const { seen, ask } = spy();
    await ask(token, { name: "a" });
    await revokeToken(marta, { tokenId });
    for (const name of ["b", "c", ""]) {
      const { status, body } = await ask(token, { name });
      expect([status, body.error_code, body.message]).toEqual([
        401,
        "UNAUTHENTICATED",
        expect.stringContaining("was revoked"),
      ]);
      expect(JSON.stringify(body)).not.toContain("projectId");
    }
    // The second begins to read, since the token was good before; after the refusal nothing is guessed any more.
    expect(seen).toEqual(["read a", "kept a", "read b"]);
  });

  it("refuses another project, a missing scope and an unknown token as any handler does", async () => {
    const { token } = await make(["read"]);
    const { token: ingest } = await make(["ingest"]);
    const { seen, ask } = spy();
    await ask(token, { name: "a" }, { project: "credit" });
    expect((await ask(token, { name: "b" }, { project: "other" })).status).toBe(403);
    expect((await ask(ingest, { name: "c" })).status).toBe(403);
    expect((await ask("cs_pat_x", { name: "d" })).status).toBe(401);
    expect(seen.filter((what) => what.startsWith("kept"))).toEqual(["kept a"]);
    expect(await ask(token, { name: "e" })).toEqual({ status: 200, body: { projectId: project.id } });
  });

  it("complains about its input, and says nothing of defects, when it began early too", async () => {
    const { token } = await make(["read"]);
    const { ask } = spy();
    for (let time = 0; time < 2; time++) {
      expect(await ask(token, {})).toMatchObject({ status: 400, body: { error_code: "INVALID_PARAMETER_VALUE" } });
      const { status, body } = await ask(token, { name: "absent" });
      expect([status, body.message]).toEqual([500, expect.not.stringContaining("not there")]);
      await ask(token, { name: "a" });
    }
  });
});
