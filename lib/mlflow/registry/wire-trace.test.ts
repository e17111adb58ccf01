import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { runs } from "@/db/schema";
import { experiments } from "@/db/schema/experiments";
import { testDb } from "@/db/testing";
import { createTestProject, signedIn } from "@/lib/auth/testing";
import { wireClient } from "../testing";

type Exchange = { line: number; method: string; path: string; body?: object; status: number; answer?: object };

const { db } = await testDb();
const project = await createTestProject(db, "credit");
const person = await signedIn(db, project, "mira", ["data_scientist", "admin"]);
const call = await wireClient(person, ["ingest", "read", "promote", "webhooks"]);
const exchanges = JSON.parse(readFileSync(new URL("./wire-trace.json", import.meta.url), "utf8")) as Exchange[];
const runId = "d276a6e88404460cbc2313934aaa1ee2";
const at = new Date(1_795_434_122_208);

/** Moments and ids of the server's own, and what is governed here: champion and Production follow what serves. */
const own = /^(creation_timestamp|last_updated_timestamp)(_ms)?$|^webhook_id$|^aliases$|^current_stage$/;
const governed = new Map([
  [59, "PERMISSION_DENIED"],
  [60, "INVALID_PARAMETER_VALUE"],
  [65, "PERMISSION_DENIED"],
  [67, ""],
  [68, "INVALID_PARAMETER_VALUE"],
  [91, "PERMISSION_DENIED"],
  // An address that cannot be found is refused when the webhook is made, not when it is first called.
  [85, "INVALID_PARAMETER_VALUE"],
  [86, ""],
]);

it("answers what the official client was answered, except where governance decides", async () => {
  await db.insert(experiments).values({ projectId: project.id, id: "1", name: "exp1", createdAt: at });
  await db.insert(runs).values({
    ...{ projectId: project.id, id: runId, experimentId: "1", name: "r1", status: "RUNNING", startedAt: at },
    ...{ importedAt: at, source: "log", contentDigest: null, reportedUser: "root" },
  });
  let ids: [string, string] = ["", ""];
  const plain = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value).replaceAll(ids[0] || "\0", ids[1]), function (this: object, key, item) {
      // Newer clients read the logged model of a version; the recorded server did not say it yet.
      const isNewer = key === "model_id" && "run_link" in this;
      return own.test(key) || isNewer ? undefined : item;
    });
  for (const { line, method, path, body, status, answer } of exchanges) {
    const [address = "", query = ""] = path.replaceAll(ids[0] || "\0", ids[1]).split("?");
    const input = body
      ? (JSON.parse(JSON.stringify(body).replaceAll(ids[0] || "\0", ids[1])) as object)
      : Object.fromEntries(new URLSearchParams(query));
    const ours = await call(method, address, input);
    const refusal = governed.get(line);
    if (refusal !== undefined) {
      expect([line, ours.body.error_code ?? ""]).toEqual([line, refusal]);
      continue;
    }
    expect([line, ours.status]).toEqual([line, status]);
    // Long answers were not recorded whole.
    if (!answer) continue;
    const made = (answer as { model?: { info: { model_id: string } } }).model?.info.model_id;
    if (line === 29 && made) ids = [made, (ours.body.model as { info: { model_id: string } }).info.model_id];
    expect([line, plain(ours.body)]).toEqual([line, plain(answer)]);
  }
});
