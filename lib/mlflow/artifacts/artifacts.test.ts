import { createHash, randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { runArtifacts, storedArtifacts } from "@/db/schema";
import { createToken } from "@/lib/auth/commands/create-token";
import { auditedActions } from "@/lib/auth/testing";
import { artifactWire, refusal } from "./testing";

const { db, marta, token, lean, run, model, proxy, call, inRun, put, list, objects } = await artifactWire();
const sha = (body: Uint8Array) => createHash("sha256").update(body).digest("hex");

describe("uploads and downloads", () => {
  it("keep the bytes, record size and digest, and go out as a file to save", async () => {
    const bytes = new Uint8Array(randomBytes(3_000_000));
    const uploaded = await put(inRun("d/a.bin"), bytes);
    expect([uploaded.status, await uploaded.json()]).toEqual([200, {}]);
    const found = await call(inRun("d/a.bin"));
    expect(Object.fromEntries(found.headers)).toMatchObject({
      "content-type": "application/octet-stream",
      "content-disposition": expect.stringContaining('attachment; filename="a.bin"'),
      "x-content-type-options": "nosniff",
      "content-length": "3000000",
    });
    expect(Buffer.from(await found.arrayBuffer()).equals(Buffer.from(bytes))).toBe(true);
    const recorded = { path: "d/a.bin", sizeBytes: 3_000_000, sha256: sha(bytes) };
    expect(await db.select().from(storedArtifacts).where(eq(storedArtifacts.path, "d/a.bin"))).toMatchObject([
      recorded,
    ]);
    expect(await db.select().from(runArtifacts).where(eq(runArtifacts.path, "d/a.bin"))).toMatchObject([recorded]);
  });

  it("go on where a transfer broke off, as long as the file is still the same", async () => {
    await put(inRun("part.txt"), "0123456789");
    const get = async (headers: Record<string, string>) => {
      const found = await fetch(`${lean.address}${inRun("part.txt")}`, {
        headers: { authorization: `Bearer ${token}`, ...headers },
      });
      return { status: found.status, text: await found.text(), headers: found.headers };
    };
    const whole = await get({});
    const etag = whole.headers.get("etag") ?? "";
    expect([whole.status, whole.text, whole.headers.get("accept-ranges")]).toEqual([200, "0123456789", "bytes"]);
    const part = await get({ range: "bytes=4-6" });
    expect([part.status, part.text]).toEqual([206, "456"]);
    expect(Object.fromEntries(part.headers)).toMatchObject({
      etag,
      "content-range": "bytes 4-6/10",
      "content-length": "3",
      "content-disposition": expect.stringContaining("attachment"),
    });
    expect(await get({ range: "bytes=8-", "if-range": etag })).toMatchObject({ status: 206, text: "89" });
    expect(await get({ range: "bytes=-2" })).toMatchObject({ status: 206, text: "89" });
    expect(await get({ range: "bytes=8-", "if-range": '"another"' })).toMatchObject({
      status: 200,
      text: "0123456789",
    });
    expect(await get({ range: "bytes=0-1,4-5" })).toMatchObject({ status: 200, text: "0123456789" });
    const beyond = await get({ range: "bytes=10-" });
    expect([beyond.status, beyond.text, beyond.headers.get("content-range")]).toEqual([416, "", "bytes */10"]);
    expect(await get({ "if-none-match": etag, range: "bytes=0-1" })).toMatchObject({ status: 304, text: "" });
    await put(inRun("part.txt"), "another content");
    expect(await get({ range: "bytes=8-", "if-range": etag })).toMatchObject({ status: 200, text: "another content" });
  });

  it("never show a page, whatever the file is called", async () => {
    await put(inRun("page.html"), "<script>alert(1)</script>", { type: "text/html" });
    const { headers } = await call(inRun("page.html"));
    expect(headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(headers.get("content-security-policy")).toContain("sandbox");
  });

  it("put a file in the place of the one before, and change nothing when it is the same", async () => {
    await put(inRun("again.txt"), "one");
    const before = objects();
    await put(inRun("again.txt"), "two");
    expect(await (await call(inRun("again.txt"))).text()).toBe("two");
    await put(inRun("again.txt"), "two");
    expect(objects()).toBe(before);
  });

  it("list a folder by base names, a missing one and a file as nothing", async () => {
    await put(inRun("list/b.json"), "{}");
    await put(inRun("list/sub/c.txt"), "c");
    expect(await list(`1/${run}/artifacts/list`)).toEqual({
      files: [
        { path: "b.json", is_dir: false, file_size: 2 },
        { path: "sub", is_dir: true },
      ],
    });
    expect(await list(`1/${run}/artifacts/list/b.json`)).toEqual({});
    expect(await list("nodir")).toEqual({});
    expect(await (await call(proxy)).json()).toEqual({});
  });

  it("list a run's files from its root, and a model's", async () => {
    await put(`${proxy}/1/models/${model}/artifacts/MLmodel`, "flavors: {}");
    const ofRun = await (await call(`/api/2.0/mlflow/artifacts/list?run_uuid=${run}&run_id=${run}&path=list`)).json();
    expect(ofRun).toEqual({
      root_uri: `mlflow-artifacts:/1/${run}/artifacts`,
      files: [
        { path: "list/b.json", is_dir: false, file_size: 2 },
        { path: "list/sub", is_dir: true },
      ],
    });
    expect(await (await call(`/api/2.0/mlflow/logged-models/${model}/artifacts/directories`)).json()).toEqual({
      root_uri: `mlflow-artifacts:/1/models/${model}/artifacts`,
      files: [{ path: "MLmodel", is_dir: false, file_size: 11 }],
    });
    const file = await call(`/ajax-api/2.0/mlflow/logged-models/${model}/artifacts/files?artifact_file_path=MLmodel`);
    expect(await file.text()).toBe("flavors: {}");
    expect(await (await call(`/get-artifact?run_id=${run}&path=list/b.json`)).text()).toBe("{}");
  });

  it("give a file of a registered version", async () => {
    const { token } = await createToken(marta, { name: "registry", scopes: ["read", "promote"], days: 30 });
    const post = (path: string, body: object) =>
      call(`/api/2.0/mlflow/${path}`, {
        method: "POST",
        body: JSON.stringify(body),
        type: "application/json",
        as: token,
      });
    await put(`${proxy}/1/models/${model}/artifacts/d/conda.yaml`, "name: x");
    await post("registered-models/create", { name: "RM1" });
    const made = await post("model-versions/create", {
      name: "RM1",
      source: `models:/${model}`,
      model_id: model,
      run_id: run,
    });
    expect(made.status, await made.text()).toBe(200);
    const file = (path: string) => call(`/model-versions/get-artifact?name=RM1&version=1&path=${path}`);
    expect(await (await file("d/conda.yaml")).text()).toBe("name: x");
    expect((await file("nope")).status).toBe(404);
    expect((await call("/ajax-api/2.0/mlflow/model-versions/get-artifact?name=RM1&version=9&path=x")).status).toBe(404);
  });

  it("take the raw body of a form", async () => {
    const upload = (query: string, body: Uint8Array<ArrayBuffer> | string) =>
      call(`/ajax-api/2.0/mlflow/upload-artifact?${query}`, { method: "POST", body });
    expect(await (await upload(`run_uuid=${run}&path=form/x.txt`, "x")).json()).toEqual({});
    expect(await (await call(inRun("form/x.txt"))).text()).toBe("x");
    expect(await refusal(await upload("path=x", "x"))).toEqual([
      400,
      "INVALID_PARAMETER_VALUE",
      "Request must specify run_uuid.",
    ]);
    expect(await refusal(await upload(`run_uuid=${run}`, "x"))).toEqual([
      400,
      "INVALID_PARAMETER_VALUE",
      "Request must specify path.",
    ]);
    expect(await refusal(await upload(`run_uuid=${run}&path=x`, new Uint8Array(10 * 1024 * 1024 + 1)))).toEqual([
      400,
      "INVALID_PARAMETER_VALUE",
      "Artifact size is too large. Max size is 10MB.",
    ]);
  });

  it("delete files and folders, with an event, and nothing else", async () => {
    await put(inRun("gone/a.txt"), "a");
    await put(inRun("gone/b.txt"), "b");
    await put(inRun("gone2.txt"), "c");
    expect(await (await call(inRun("gone"), { method: "DELETE" })).json()).toEqual({});
    expect(await list(`1/${run}/artifacts/gone`)).toEqual({});
    expect((await call(inRun("gone2.txt"))).status).toBe(200);
    expect(await db.select().from(runArtifacts).where(eq(runArtifacts.path, "gone/a.txt"))).toEqual([]);
    expect(await auditedActions(db, run)).toContain("run.artifacts_deleted");
    expect(await refusal(await call(inRun("gone"), { method: "DELETE" }))).toEqual([
      404,
      "RESOURCE_DOES_NOT_EXIST",
      "The artifact gone was not found in this project.",
    ]);
  });

  it("decline multipart and presigned transfers in the words that make clients go on without", async () => {
    const multipart = await call(`/api/2.0/mlflow-artifacts/mpu/create/1/${run}/artifacts/x`, {
      method: "POST",
      body: "{}",
    });
    expect(await refusal(multipart)).toEqual([
      501,
      "NOT_IMPLEMENTED",
      expect.stringMatching(/^Multipart upload is not supported for the current artifact repository/),
    ]);
    expect((await call(`/api/2.0/mlflow-artifacts/presigned/1/${run}/artifacts/x`)).status).toBe(501);
  });
});
