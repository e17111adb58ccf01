import "server-only";
import type { z } from "zod";
import { getEnv } from "@/lib/env";
import { type CallerOptions, openCaller } from "../outbound/open-caller";
import type { OutboundPolicy } from "../outbound/outbound-url";
import { readRefusal, SourceError } from "./source-error";

export type Credentials =
  | { kind: "none" }
  | { kind: "token"; token: string }
  | { kind: "basic"; user: string; password: string };
export type TrackingOptions = Partial<Pick<CallerOptions, "resolve" | "timeoutMs" | "maxBytes">>;
export type TrackingCall = Awaited<ReturnType<typeof openCalls>>["call"];
type Input = Record<string, string | number | readonly unknown[] | undefined>;

const megabyte = 1024 * 1024;

/** What sources may be called: https in public, and the internal servers that the installation names. */
const sourcePolicy = (): OutboundPolicy => ({
  ports: [443, 8443],
  allowLoopback: false,
  allowedHosts: getEnv().IMPORT_ALLOWED_HOSTS ?? [],
});

function authorization(credentials: Credentials): Record<string, string> {
  if (credentials.kind === "token") return { authorization: `Bearer ${credentials.token}` };
  if (credentials.kind === "none") return {};
  const pair = Buffer.from(`${credentials.user}:${credentials.password}`, "utf8").toString("base64");
  return { authorization: `Basic ${pair}` };
}

const textOrWord = /"[^"\\]*(?:\\.[^"\\]*)*"|-?Infinity|NaN/g;

/** JSON as tracking servers write it: some of their answers hold NaN and Infinity as bare words. Null when it is none. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    try {
      return JSON.parse(text.replace(textOrWord, (found) => (found.startsWith('"') ? found : `"${found}"`)));
    } catch {
      return null;
    }
  }
}

const queryOf = (given: readonly (readonly [string, unknown])[]): URLSearchParams =>
  new URLSearchParams(
    given.flatMap(([key, value]) => (Array.isArray(value) ? value : [value]).map((one) => [key, String(one)])),
  );

const allowHint =
  "A server of the internal network is called when whoever runs this installation lists it, with its port, in IMPORT_ALLOWED_HOSTS.";

/** Opens a tracking server for calls, each of which throws SourceError when it is not answered as the protocol says. */
export async function openCalls(url: string, credentials: Credentials, options: TrackingOptions) {
  const opened = await openCaller(url, {
    policy: sourcePolicy(),
    timeoutMs: 30_000,
    maxBytes: 32 * megabyte,
    ...options,
  });
  if (!opened.ok) throw new SourceError("refused", `Not called: the address ${opened.reason}. ${allowHint}`);
  const { caller } = opened;
  const headers = { accept: "application/json", "user-agent": "Countersign-Import/1", ...authorization(credentials) };

  async function call<Schema extends z.ZodType>(
    schema: Schema,
    method: "GET" | "POST",
    path: string,
    input: Input,
    base = "/api/2.0/mlflow",
  ): Promise<z.output<Schema>> {
    const given = Object.entries(input).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
    const address = `${base}${path}`;
    const query = method === "GET" ? queryOf(given) : new URLSearchParams();
    const answer = await caller.send(
      method === "GET"
        ? { method, path: query.size > 0 ? `${address}?${query}` : address, headers }
        : {
            method,
            path: address,
            headers: { ...headers, "content-type": "application/json" },
            body: JSON.stringify(Object.fromEntries(given)),
          },
    );
    if (!answer.ok) throw new SourceError(answer.kind, `The server cannot be read. ${answer.failure}`);
    const body = readJson(answer.text);
    if (answer.status !== 200) throw readRefusal(answer.status, body);
    const read = schema.safeParse(body);
    if (typeof body !== "object" || body === null || !read.success) throw readRefusal(200, null);
    return read.data;
  }
  return { call, close: () => caller.close() };
}
