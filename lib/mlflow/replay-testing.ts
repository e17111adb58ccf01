import { existsSync, readFileSync } from "node:fs";
import { request } from "node:http";
import { fileURLToPath } from "node:url";

/** One recorded call: method, address, content type, body; then status, content type and body of the answer. */
export type Exchange = { m: string; u: string; ct: string | null; body: string; s: number; rct: string; resp: string };

const file = fileURLToPath(new URL("../../../shared/data/mlflow-wire-trace.jsonl", import.meta.url));

/** The calls that the official client made of the official server; none where they are absent, which in CI is an error. */
export function readTrace(): Exchange[] {
  if (existsSync(file)) {
    const lines = readFileSync(file, "utf8").trim().split("\n");
    return lines.map((line) => JSON.parse(line) as Exchange);
  }
  if (process.env.CI === "true") throw new Error(`The recorded calls are missing: expected them in ${file}`);
  console.warn(`SKIPPED: no recorded calls in ${file}`);
  return [];
}

export type Sent = { status: number; type: string; text: string };

/** Sends a call as it was recorded, dots in its path and bodies of GET included. */
export const send = (port: number, token: string, { m, u, ct, body }: Exchange): Promise<Sent> =>
  new Promise((done, fail) => {
    const headers = {
      authorization: `Bearer ${token}`,
      ...(ct ? { "content-type": ct } : {}),
      "content-length": Buffer.byteLength(body),
    };
    const call = request({ port, method: m, path: u.replace(/\?$/, ""), headers }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () =>
        done({ status: response.statusCode ?? 0, type: response.headers["content-type"] ?? "", text }),
      );
    });
    call.on("error", fail);
    call.end(body);
  });

const madeByServer = /^(run_id|run_uuid|model_id|webhook_id)$/;
const times = /^(creation|last_updated?)_(time|timestamp|timestamp_ms)$/;
const generatedName = /^[a-z]+-[a-z]+-\d+$/;

/** Ids of the recording and what they are here: learned from the first answer that has both. */
export class Ids {
  readonly #here: Map<string, string>;

  constructor(known: Record<string, string>) {
    this.#here = new Map(Object.entries(known));
  }

  learn(recorded: unknown, ours: unknown, key = ""): void {
    if (typeof recorded === "string" && typeof ours === "string" && madeByServer.test(key))
      this.#here.set(recorded, ours);
    if (typeof recorded !== "object" || recorded === null || typeof ours !== "object" || ours === null) return;
    for (const [name, value] of Object.entries(recorded))
      this.learn(value, (ours as Record<string, unknown>)[name], name);
  }

  toOurs(text: string): string {
    return [...this.#here].reduce((all, [recorded, ours]) => all.replaceAll(recorded, ours), text);
  }
}

/** What can be compared: times and generated names by their place alone, lists without their order, and without what newer servers add. */
export function comparable(value: unknown, key = ""): unknown {
  if (times.test(key)) return "a time";
  if (typeof value === "string" && generatedName.test(value)) return "a generated name";
  if (Array.isArray(value)) {
    const items = value.map((item) => comparable(item));
    return items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  if (typeof value !== "object" || value === null) return value;
  const sorted = Object.entries(value)
    .filter(([name]) => !(name === "creator_id" || (name === "model_id" && "current_stage" in value)))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, item]) => [name, comparable(item, name)]));
}

/** The recording cuts long answers: what of one is whole, with its brackets closed. */
export function parseRecorded(text: string): { value: unknown; isCut: boolean } {
  try {
    return { value: JSON.parse(text), isCut: false };
  } catch {
    return { value: JSON.parse(closed(text)), isCut: true };
  }
}

function closed(text: string): string {
  const open: string[] = [];
  let whole = "";
  for (const { index, 0: token } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],]/g)) {
    if (token === "{" || token === "[") open.push(token === "{" ? "}" : "]");
    if (token === "}" || token === "]") open.pop();
    if (token === ",") whole = text.slice(0, index) + open.toReversed().join("");
  }
  return whole;
}

/** Whether an answer says all that a cut one says. */
export function covers(ours: unknown, recorded: unknown): boolean {
  if (Array.isArray(recorded))
    return Array.isArray(ours) && recorded.every((item) => ours.some((other) => covers(other, item)));
  if (typeof recorded !== "object" || recorded === null) return Object.is(ours, recorded);
  if (typeof ours !== "object" || ours === null) return false;
  return Object.entries(recorded).every(([key, item]) => covers((ours as Record<string, unknown>)[key], item));
}
