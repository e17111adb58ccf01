import type { Db } from "@/db/client";
import type { TokenScope } from "@/db/enums";
import { createToken } from "@/lib/auth/commands/create-token";
import { createTestProject, signedIn } from "@/lib/auth/testing";
import type { UserContext } from "@/lib/context";
import { serveApi } from "./serve";

type Answer = { status: number; body: Awaited<ReturnType<Response["json"]>> };

async function clientOf(person: UserContext, scopes: TokenScope[]) {
  const { token, tokenId } = await createToken(person, { name: `client ${scopes.join(" ")}`, scopes, days: 30 });
  const raw = async (method: string, path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json", ...init.headers };
    const response = await serveApi(new Request(`http://console.test/api/v1${path}`, { ...init, method, headers }));
    if (!response) throw new Error(`${path} is not an address of the API`);
    return response;
  };
  return {
    person,
    token,
    tokenId,
    raw,
    call: async (method: string, path: string, body?: unknown): Promise<Answer> => {
      const init = body === undefined ? {} : { body: JSON.stringify(body) };
      const response = await raw(method, path, init);
      return { status: response.status, body: await response.json() };
    },
  };
}

/** A project with a token, and calls to the API as a client makes them. */
export async function apiClient(db: Db, name: string, scopes: TokenScope[] = ["ingest", "read"]) {
  const project = await createTestProject(db, name);
  const person = await signedIn(db, project, "mira", ["data_scientist", "operator"]);
  return { ...(await clientOf(person, scopes)), project, withScopes: (more: TokenScope[]) => clientOf(person, more) };
}
