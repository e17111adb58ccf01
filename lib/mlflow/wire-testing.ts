import type { Db } from "@/db/client";
import type { TokenScope } from "@/db/enums";
import { createToken } from "@/lib/auth/commands/create-token";
import { createTestProject, signedIn } from "@/lib/auth/testing";
import { serveMlflow } from "./serve";

type Answer = { status: number; body: Awaited<ReturnType<Response["json"]>> };

/** A project with a token, and calls to the wire as its client makes them. */
export async function wireClient(db: Db, name: string, scopes: TokenScope[] = ["ingest", "read"]) {
  const project = await createTestProject(db, name);
  const person = await signedIn(db, project, "mira", ["data_scientist"]);
  const { token } = await createToken(person, { name: "client", scopes, days: 30 });
  const call = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const request = new Request(`http://console.test/api/2.0/mlflow/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body),
    });
    const response = await serveMlflow(request);
    if (!response) throw new Error(`${path} is not an address of the wire`);
    return { status: response.status, body: await response.json() };
  };
  const ok = async (method: string, path: string, body?: unknown) => {
    const answer = await call(method, path, body);
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const get = (path: string) => ok("GET", path);
  const post = (path: string, body: unknown) => ok("POST", path, body);
  const run = async (id: string) => (await get(`runs/get?run_id=${id}`)).run;
  const pairs = <T>(list: { key: string; value: T }[] = []): Record<string, T> =>
    Object.fromEntries(list.map(({ key, value }) => [key, value]));
  return {
    project,
    person,
    call,
    get,
    post,
    run,
    /** Starts a run in the default experiment and answers its id. */
    newRun: async (more: Record<string, unknown> = {}): Promise<string> =>
      (await post("runs/create", { experiment_id: "0", start_time: 1_795_434_122_208, ...more })).run.info.run_id,
    metrics: async (id: string) => pairs<number | string>((await run(id)).data.metrics),
    tags: async (id: string) => pairs<string>((await run(id)).data.tags),
    /** Code and message of a call that must be refused. */
    refusal: async (path: string, body: unknown): Promise<[number, string, string]> => {
      const { status, body: answer } = await call("POST", path, body);
      return [status, answer.error_code, answer.message];
    },
  };
}
