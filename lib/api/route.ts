import type { z } from "zod";
import type { TokenScope } from "@/db/enums";
import type { TokenContext } from "@/lib/auth/token-context";
import type { Handler } from "@/lib/http";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
type Shape = z.ZodObject | undefined;
type Out<S extends z.ZodType | undefined> = S extends z.ZodType ? z.output<S> : undefined;

/** What the table says of an endpoint: its routing, validation and description are all read from here. */
type Described = {
  method: Method;
  /** Below /api/v1; parts in braces are parameters, {path*} takes the rest. */
  path: string;
  tag: Tag;
  summary: string;
  description?: string;
  /** One of these scopes is enough. */
  scope: TokenScope | readonly TokenScope[];
};

type Options<P extends Shape, Q extends Shape, B extends z.ZodType | undefined, R extends z.ZodType> = Described & {
  params?: P;
  query?: Q;
  body?: B;
  /** Bytes that a body may have; a megabyte when not said. */
  maxBytes?: number;
  /** Example of a body, or of a query where there is none. */
  example?: unknown;
  response: R;
  /** 200 when not said. */
  status?: number;
  handle: (call: Call<Out<P>, Out<Q>, Out<B>>) => Promise<z.input<R>>;
};

export type Call<P, Q, B> = { ctx: TokenContext; params: P; query: Q; body: B; request: Request };

export const tags = {
  Experiments: "Experiments, their runs and what was measured",
  "Logging runs": "Starting runs and logging to them, and bringing in whole ones",
  Sources: "Running MLflow servers whose runs are taken over",
  Models: "Models, versions, cards and aliases",
  Promotions: "Requests to promote a version, with gates, evidence and decisions",
  Policies: "Published policies and their versions",
  Deployments: "Targets, rollouts and what served when",
  Risk: "Assessments, findings, controls and checks",
  People: "Members and their access, and what waits on the owner of the token",
  Project: "How the project is set up",
  "Audit log": "Events, checkpoints and the live stream",
} as const;
export type Tag = keyof typeof tags;

/** An endpoint that reads by its schemas and answers JSON that fits its response schema. */
export type JsonRoute = Described & {
  kind: "json";
  params: z.ZodObject | undefined;
  query: z.ZodObject | undefined;
  body: z.ZodType | undefined;
  maxBytes: number;
  example: unknown;
  response: z.ZodType;
  status: number;
  run: (call: Call<unknown, unknown, unknown>) => Promise<unknown>;
};

/** An endpoint that reads its request and writes its answer itself: bodies that are no JSON, answers by two codes, files, streams. */
export type RawRoute = Described & {
  kind: "raw";
  params?: z.ZodObject;
  query?: z.ZodObject;
  /** Media types that it takes, with their schemas where they have one. */
  accepts?: Readonly<Record<string, z.ZodType | null>>;
  /** The schema that its JSON passes through, or the media type of what it streams. */
  answers: { json: z.ZodType } | { stream: string };
  status?: number;
  /** Other answers that are no refusals, by status. */
  also?: Readonly<Record<string, string>>;
  /** Authenticates by itself. */
  handler: Handler;
};
export type ApiRoute = JsonRoute | RawRoute;

/** The row of an endpoint whose input and answer have schemas. */
export const jsonRoute = <
  P extends Shape = undefined,
  Q extends Shape = undefined,
  B extends z.ZodType | undefined = undefined,
  R extends z.ZodType = z.ZodType,
>({
  handle,
  ...rest
}: Options<P, Q, B, R>): JsonRoute => ({
  ...rest,
  kind: "json",
  params: rest.params,
  query: rest.query,
  body: rest.body,
  maxBytes: rest.maxBytes ?? 1024 * 1024,
  example: rest.example,
  status: rest.status ?? 200,
  run: (call) => handle(call as Call<Out<P>, Out<Q>, Out<B>>),
});

/** The row of an endpoint that does its own reading and writing. */
export const rawRoute = (options: Omit<RawRoute, "kind">): RawRoute => ({ ...options, kind: "raw" });
