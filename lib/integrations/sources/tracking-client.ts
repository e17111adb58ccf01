import "server-only";
import type { z } from "zod";
import { getEnv } from "@/lib/env";
import { type CallerOptions, openCaller } from "../outbound/open-caller";
import type { OutboundPolicy } from "../outbound/outbound-url";
import {
  experimentsPage,
  historyPage,
  modelsPage,
  type RemotePoint,
  runAnswer,
  runsPage,
  versionsPage,
} from "./messages";
import { readRefusal, SourceError } from "./source-error";

export type Credentials =
  | { kind: "none" }
  | { kind: "token"; token: string }
  | { kind: "basic"; user: string; password: string };
export type TrackingOptions = Partial<Pick<CallerOptions, "resolve" | "timeoutMs" | "maxBytes">>;
export type TrackingClient = Awaited<ReturnType<typeof openTracking>>;

const sizes = { experiments: 200, runs: 50, points: 25_000, models: 100, versions: 200 };
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

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const allowHint =
  "A server of the internal network is called when whoever runs this installation lists it, with its port, in IMPORT_ALLOWED_HOSTS.";

/** Opens a tracking server of the MLflow protocol for reading. Every call throws SourceError when it does not answer as one does. */
export async function openTracking(url: string, credentials: Credentials, options: TrackingOptions = {}) {
  const opened = await openCaller(url, {
    policy: sourcePolicy(),
    timeoutMs: 30_000,
    maxBytes: 32 * megabyte,
    ...options,
  });
  if (!opened.ok) throw new SourceError("refused", `Not called: the address ${opened.reason}. ${allowHint}`);
  const { caller } = opened;
  const headers = { accept: "application/json", "user-agent": "Countersign-Import/1", ...authorization(credentials) };
  let runsAtOnce = sizes.runs;

  async function call<Schema extends z.ZodType>(
    schema: Schema,
    method: "GET" | "POST",
    path: string,
    input: Record<string, string | number | readonly string[] | undefined>,
  ): Promise<z.output<Schema>> {
    const given = Object.entries(input).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
    const query = new URLSearchParams(
      given.flatMap(([key, value]) => (Array.isArray(value) ? value : [value]).map((one) => [key, String(one)])),
    );
    const address = `/api/2.0/mlflow${path}`;
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
    const body = parse(answer.text);
    if (answer.status !== 200) throw readRefusal(answer.status, body);
    const read = schema.safeParse(body);
    if (typeof body !== "object" || body === null || !read.success) throw readRefusal(200, null);
    return read.data;
  }

  return {
    experiments: (token: string | null) =>
      call(experimentsPage, "POST", "/experiments/search", {
        max_results: sizes.experiments,
        view_type: "ALL",
        order_by: ["experiment_id ASC"],
        page_token: token ?? undefined,
      }),
    /** Runs of one experiment by start. A page that is too large is asked for in smaller ones. */
    async runs(experimentId: string, from: number | null, token: string | null): Promise<z.output<typeof runsPage>> {
      for (;;) {
        try {
          return await call(runsPage, "POST", "/runs/search", {
            experiment_ids: [experimentId],
            filter: from === null ? undefined : `attributes.start_time >= ${from}`,
            run_view_type: "ALL",
            max_results: runsAtOnce,
            order_by: ["attributes.start_time ASC"],
            page_token: token ?? undefined,
          });
        } catch (error) {
          if (!(error instanceof SourceError && error.problem === "too_large") || runsAtOnce === 1) throw error;
          runsAtOnce = Math.ceil(runsAtOnce / 4);
        }
      }
    },
    /** One run; null when the source has it no more. */
    async run(id: string): Promise<unknown> {
      try {
        return (await call(runAnswer, "GET", "/runs/get", { run_id: id })).run;
      } catch (error) {
        if (error instanceof SourceError && error.problem === "rejected") return null;
        throw error;
      }
    },
    /** Points of one metric, up to about `most`. */
    async history(runId: string, key: string, most: number): Promise<{ points: RemotePoint[]; complete: boolean }> {
      const points: RemotePoint[] = [];
      let token: string | undefined;
      do {
        const page = await call(historyPage, "GET", "/metrics/get-history", {
          run_id: runId,
          metric_key: key,
          max_results: sizes.points,
          page_token: token,
        });
        points.push(...page.metrics);
        token = page.next_page_token || undefined;
      } while (token && points.length < most);
      return { points: points.slice(0, most), complete: !token && points.length <= most };
    },
    models: (token: string | null) =>
      call(modelsPage, "GET", "/registered-models/search", {
        max_results: sizes.models,
        order_by: ["name ASC"],
        page_token: token ?? undefined,
      }),
    versions: (token: string | null) =>
      call(versionsPage, "GET", "/model-versions/search", {
        max_results: sizes.versions,
        order_by: ["name ASC"],
        page_token: token ?? undefined,
      }),
    close: () => caller.close(),
  };
}
