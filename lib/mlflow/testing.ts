import type { TokenScope } from "@/db/enums";
import { createToken } from "@/lib/auth/commands/create-token";
import type { UserContext } from "@/lib/context";
import { serveMlflow } from "./serve";

export type WireAnswer = { status: number; body: Record<string, unknown> & { error_code?: string; message?: string } };

/** Calls the wire as a client with a token of this person does. The token is of today: the wire asks the database's clock. */
export async function wireClient(ctx: UserContext, scopes: TokenScope[]) {
  const { token } = await createToken(
    { ...ctx, now: () => new Date() },
    { name: `client-${scopes.join("-")}`, scopes, days: 30 },
  );
  return async (method: string, path: string, input: object = {}): Promise<WireAnswer> => {
    const isQuery = method === "GET";
    const query = new URLSearchParams();
    for (const [key, value] of Object.entries(input))
      for (const one of Array.isArray(value) ? value : [value]) query.append(key, String(one));
    const url = `http://console.test/api/2.0${path}${isQuery && query.size > 0 ? `?${query}` : ""}`;
    const response = await serveMlflow(
      new Request(url, {
        method,
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        ...(isQuery ? {} : { body: JSON.stringify(input) }),
      }),
    );
    if (!response) throw new Error(`${method} ${path} is not of the wire`);
    return { status: response.status, body: await response.json() };
  };
}
