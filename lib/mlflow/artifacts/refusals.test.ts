import { connect } from "node:net";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { models, modelVersions, runs } from "@/db/schema";
import { makeOwners } from "@/lib/artifacts/testing";
import { createToken } from "@/lib/auth/commands/create-token";
import { revokeToken } from "@/lib/auth/commands/revoke-token";
import { createTestProject, signedIn } from "@/lib/auth/testing";
import { artifactWire, refusal } from "./testing";

const { db, project, marta, token, run, lean, proxy, call, inRun, put, list, objects } = await artifactWire();
const stranger = await signedIn(db, await createTestProject(db, "fraud"), "sam", ["data_scientist"]);
const { token: strangerToken } = await createToken(stranger, { name: "x", scopes: ["ingest", "read"], days: 30 });

describe("what is refused", () => {
  it.each(["%2e%2e%2fx", "a/%252e%252e/%252e%252e/x", "a%23b", "a%00b", "a%5cb", "file:%2f%2f/etc/passwd"])(
    "a path like %s: nothing is read or written",
    async (path) => {
      const before = objects();
      const invalid = [400, "INVALID_PARAMETER_VALUE", "Invalid path"];
      expect(await refusal(await put(`${proxy}/${path}`, "x"))).toEqual(invalid);
      expect(await refusal(await call(`${proxy}/${path}`))).toEqual(invalid);
      expect(await refusal(await call(`${proxy}?path=${path}`))).toEqual(invalid);
      expect(await refusal(await call(`/api/2.0/mlflow/artifacts/list?run_id=${run}&path=${path}`))).toEqual(invalid);
      expect(objects()).toBe(before);
    },
  );

  it("dots that were not even written as others", async () => {
    const answered = await new Promise<string>((done) => {
      const socket = connect(lean.port, "127.0.0.1");
      let said = "";
      socket.on("data", (data) => {
        said += data;
        socket.end();
      });
      socket.on("close", () => done(said));
      socket.write(`GET ${proxy}/../x HTTP/1.1\r\nHost: x\r\n\r\n`);
    });
    expect(answered).toContain("HTTP/1.1 400");
    expect(answered).toContain('{"error_code":"INVALID_PARAMETER_VALUE","message":"Invalid path"}');
  });

  it("files of nobody, of another project, and of another experiment than the run's", async () => {
    const missing = [404, "RESOURCE_DOES_NOT_EXIST", expect.any(String)];
    await put(inRun("list/b.json"), "{}");
    expect(await refusal(await call(`${proxy}/nope.txt`))).toEqual(missing);
    expect(await refusal(await put(`${proxy}/nope.txt`, "x"))).toEqual(missing);
    expect(await refusal(await put(`${proxy}/2/${run}/artifacts/x`, "x"))).toEqual(missing);
    expect(await refusal(await call(inRun("list/b.json"), { as: strangerToken }))).toEqual(missing);
    expect(await refusal(await put(inRun("list/b.json"), "x", { as: strangerToken }))).toEqual(missing);
    expect(await list(`1/${run}/artifacts`, strangerToken)).toEqual({});
    expect(await refusal(await call(`/p/fraud${inRun("list/b.json")}`))).toEqual([
      403,
      "PERMISSION_DENIED",
      expect.any(String),
    ]);
    expect((await call(`/p/credit${inRun("list/b.json")}`)).status).toBe(200);
  });

  it("an upload whose token was revoked while it came in", async () => {
    const { token: late, tokenId } = await createToken(marta, { name: "late", scopes: ["ingest"], days: 30 });
    const before = objects();
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        controller.enqueue(new Uint8Array(100_000));
        await revokeToken(marta, { tokenId });
        controller.enqueue(new Uint8Array(100_000));
        controller.close();
      },
    });
    const response = await fetch(`${lean.address}${inRun("late.bin")}`, {
      method: "PUT",
      body,
      headers: { authorization: `Bearer ${late}` },
      duplex: "half",
    } as RequestInit);
    expect(await refusal(response)).toEqual([401, "UNAUTHENTICATED", expect.stringContaining("was revoked")]);
    expect((await call(inRun("late.bin"))).status).toBe(404);
    expect(objects()).toBe(before);
  });

  it("an upload that breaks off: no half file stays", async () => {
    const before = objects();
    await new Promise<void>((done) => {
      const socket = connect(lean.port, "127.0.0.1");
      socket.on("close", () => done());
      socket.write(
        `PUT ${inRun("half.bin")} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Length: 1000000\r\n\r\n`,
      );
      socket.write("x".repeat(200_000), () => setTimeout(() => socket.destroy(), 50));
    });
    await expect.poll(objects, { timeout: 5_000 }).toBe(before);
    expect((await call(inRun("half.bin"))).status).toBe(404);
  });

  it("changes of files that a registered version rests on", async () => {
    const at = new Date();
    const held = "e".repeat(32);
    const heldModel = `m-${"e".repeat(32)}`;
    await makeOwners(db, project.id, held, heldModel);
    const file = `${proxy}/1/models/${heldModel}/artifacts/MLmodel`;
    await put(file, "one");
    const { id: projectId } = project;
    const { userId } = marta.actor;
    await db.insert(models).values({
      projectId,
      id: "m",
      name: "risk",
      ownerUserId: userId,
      riskTier: "low",
      createdBy: userId,
      createdAt: at,
    });
    const version = {
      projectId,
      id: "v",
      modelId: "m",
      version: 3,
      runId: held,
      loggedModelId: heldModel,
      digest: "d",
    };
    await db.insert(modelVersions).values({ ...version, registeredBy: userId, registeredAt: at });
    const refused = [409, "RESOURCE_CONFLICT", expect.stringMatching(/^risk 3 rests on the files of m1/)];
    expect(await refusal(await put(file, "two"))).toEqual(refused);
    expect(await refusal(await call(file, { method: "DELETE" }))).toEqual(refused);
    expect((await put(file, "one")).status).toBe(200);
    expect(await (await call(file)).text()).toBe("one");
  });

  it("files of a deleted run", async () => {
    await db.update(runs).set({ archivedAt: new Date() }).where(eq(runs.id, run));
    expect(await refusal(await put(inRun("dead.txt"), "x"))).toEqual([
      400,
      "INVALID_PARAMETER_VALUE",
      `The run ${run} must be in the 'active' state. Current state is deleted.`,
    ]);
    expect((await call(inRun("list/b.json"))).status).toBe(200);
    await db.update(runs).set({ archivedAt: null }).where(eq(runs.id, run));
  });
});
