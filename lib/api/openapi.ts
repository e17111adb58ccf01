import { z } from "zod";
import type { ApiRoute, JsonRoute, RawRoute } from "./route";
import { tags } from "./route";

type Json = Record<string, unknown>;
type Io = "input" | "output";

/** The schema as JSON Schema 2020-12; parts with a name move to `components` and are referred to. */
function schemaOf(schema: z.ZodType, io: Io, components: Json): Json {
  const {
    $schema: _dialect,
    $defs = {},
    ...root
  } = z.toJSONSchema(z.object({ root: schema }), {
    io,
    unrepresentable: "any",
  }) as Json & { $defs?: Json; properties?: { root: Json } };
  const moved = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value).replaceAll('"#/$defs/', '"#/components/schemas/'));
  for (const [name, definition] of Object.entries($defs)) {
    const { id: _id, ...rest } = moved(definition) as Json;
    components[name] = rest;
  }
  return moved(root.properties?.root ?? {}) as Json;
}

const parametersOf = (shape: z.ZodObject | undefined, where: "path" | "query", components: Json): Json[] => {
  if (!shape) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(shape, { io: "input", unrepresentable: "any" });
  return Object.entries(properties).map(([name, schema]) => {
    const { description, ...rest } = schemaOf(shape.shape[name] as z.ZodType, "input", components);
    const text = description ?? (typeof schema === "object" ? schema.description : undefined);
    return {
      name,
      in: where,
      required: where === "path" || required.includes(name),
      ...(text ? { description: text } : {}),
      schema: rest,
    };
  });
};

const media = (types: Readonly<Record<string, z.ZodType | null>>, io: Io, components: Json): Json =>
  Object.fromEntries(
    Object.entries(types).map(([type, schema]) => [type, schema ? { schema: schemaOf(schema, io, components) } : {}]),
  );

const problemMedia = { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } };
const refusals = {
  "400": "The input is wrong; `errors` names the fields",
  "401": "No token, or one that is unknown, expired or revoked",
  "403": "The token lacks the scope",
  "404": "Not in the token's project",
  "409": "Something else happened in between",
  "412": "The state does not allow it",
  "413": "The body is too large",
  "422": "The Idempotency-Key was used for another request",
  "429": "More calls than the token may make; `Retry-After` says when",
};

const refusalsOf = (route: ApiRoute): Json =>
  Object.fromEntries(
    Object.entries(refusals)
      .filter(([status]) => route.method !== "GET" || !["409", "413", "422"].includes(status))
      .map(([status, description]) => [status, { description, content: problemMedia }]),
  );

const jsonParts = (route: JsonRoute, components: Json): Json => ({
  ...(route.body
    ? {
        requestBody: {
          required: true,
          content: {
            "application/json": {
              schema: schemaOf(route.body, "input", components),
              ...(route.example ? { example: route.example } : {}),
            },
          },
        },
      }
    : {}),
  responses: {
    [route.status]: {
      description: "Done",
      content: media({ "application/json": route.response }, "output", components),
    },
    ...(route.method === "GET" ? { "304": { description: "Not changed since the ETag in If-None-Match" } } : {}),
    ...refusalsOf(route),
  },
});

const answersOf = ({ answers }: RawRoute) =>
  "json" in answers ? { "application/json": answers.json } : { [answers.stream]: null };

const rawParts = (route: RawRoute, components: Json): Json => ({
  ...(route.accepts ? { requestBody: { required: true, content: media(route.accepts, "input", components) } } : {}),
  responses: {
    [route.status ?? 200]: { description: "Done", content: media(answersOf(route), "output", components) },
    ...Object.fromEntries(Object.entries(route.also ?? {}).map(([status, description]) => [status, { description }])),
    ...refusalsOf(route),
  },
});

const addressOf = (path: string): string => path.replace("*}", "}");
const operationId = ({ method, path }: ApiRoute): string =>
  `${method.toLowerCase()}${path
    .split(/[/{}*]+/)
    .filter(Boolean)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join("")}`;

function operationOf(route: ApiRoute, components: Json): Json {
  const scopes = typeof route.scope === "string" ? [route.scope] : route.scope;
  const needs = `Needs a token with the scope ${scopes.map((scope) => `\`${scope}\``).join(" or ")}.`;
  const isKeyed = route.method !== "GET" && route.kind === "json";
  return {
    operationId: operationId(route),
    tags: [route.tag],
    summary: route.summary,
    description: [route.description, needs].filter(Boolean).join("\n\n"),
    parameters: [
      ...parametersOf(route.params, "path", components),
      ...parametersOf(route.query, "query", components),
      { $ref: "#/components/parameters/project" },
      ...(isKeyed ? [{ $ref: "#/components/parameters/idempotencyKey" }] : []),
    ],
    ...(route.kind === "json" ? jsonParts(route, components) : rawParts(route, components)),
  };
}

const components = {
  securitySchemes: { token: { type: "http", scheme: "bearer", description: "An API token: cs_pat_..." } },
  parameters: {
    project: {
      name: "project",
      in: "query",
      description: "Name of the project. A token has one project; another one is refused.",
      schema: { type: "string" },
    },
    idempotencyKey: {
      name: "Idempotency-Key",
      in: "header",
      description: "Makes a retry safe: for 24 hours the same request gets the first answer.",
      schema: { type: "string", minLength: 1, maxLength: 255 },
    },
  },
};

const problemSchema = {
  type: "object",
  description: "RFC 9457",
  required: ["type", "title", "status", "detail"],
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string" },
    errors: {
      type: "array",
      items: { type: "object", properties: { field: { type: "string" }, message: { type: "string" } } },
    },
    requestId: { type: "string" },
  },
};

/** The table as an OpenAPI 3.1 document. */
export function openApiDocument(routes: readonly ApiRoute[]): Json {
  const schemas: Json = { Problem: problemSchema };
  const addresses: Record<string, Json> = {};
  for (const route of routes) {
    const path = addressOf(route.path);
    addresses[path] = { ...addresses[path], [route.method.toLowerCase()]: operationOf(route, schemas) };
  }
  return {
    openapi: "3.1.1",
    info: {
      title: "Countersign",
      version: "1",
      description:
        "Everything that the console shows, and logging to it. Send an API token as `Authorization: Bearer cs_pat_...`; its project is the one that is read. Lists are paged by `cursor`; reads carry an `ETag`; errors are problem documents.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/api/v1" }],
    security: [{ token: [] }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths: addresses,
    components: { ...components, schemas },
  };
}
