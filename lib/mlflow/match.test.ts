import { describe, expect, it } from "vitest";
import { createMatcher } from "./match";
import { route, type WireHandler } from "./wire/handler";

const handler: WireHandler = Object.assign(async () => new Response(), { scope: "read" as const });
const match = createMatcher([
  route("POST", "/mlflow/runs/create", handler),
  route("GET", "/mlflow/logged-models/{model_id}", handler),
  route("DELETE", "/mlflow/logged-models/{model_id}/tags/{tag_key}", handler),
  route("PUT", "/mlflow-artifacts/artifacts/{path*}", handler),
  route("GET", "/mlflow/server-info", handler, "api/3.0"),
  route("GET", "/version", handler, "root"),
]);

describe("createMatcher", () => {
  it.each([
    ["POST", "/api/2.0/mlflow/runs/create", "/mlflow/runs/create", {}],
    ["POST", "/ajax-api/2.0/mlflow/runs/create", "/mlflow/runs/create", {}],
    ["POST", "/p/credit/api/2.0/mlflow/runs/create", "/mlflow/runs/create", { project: "credit" }],
    ["GET", "/api/2.0/mlflow/logged-models/m-1", "/mlflow/logged-models/{model_id}", { model_id: "m-1" }],
    [
      "DELETE",
      "/api/2.0/mlflow/logged-models/m-1/tags/a%2Fb",
      "/mlflow/logged-models/{model_id}/tags/{tag_key}",
      { model_id: "m-1", tag_key: "a/b" },
    ],
    [
      "PUT",
      "/p/credit/api/2.0/mlflow-artifacts/artifacts/1/r/artifacts/a%20b/c.txt",
      "/mlflow-artifacts/artifacts/{path*}",
      { project: "credit", path: "1/r/artifacts/a b/c.txt" },
    ],
    ["GET", "/api/3.0/mlflow/server-info", "/mlflow/server-info", {}],
    ["GET", "/version", "/version", {}],
    ["GET", "/p/credit/version", "/version", { project: "credit" }],
  ])("%s %s", (method, path, row, params) => {
    const found = match(method, path);
    expect([found?.route?.path, found?.params]).toEqual([row, params]);
  });

  it.each([
    ["GET", "/api/2.0/mlflow/runs/create"],
    ["GET", "/api/2.0/mlflow/server-info"],
    ["POST", "/api/3.0/mlflow/traces"],
    ["POST", "/ajax-api/2.0/nothing"],
    ["POST", "/graphql"],
    ["POST", "/v1/traces"],
    ["GET", "/api/2.0"],
  ])("knows %s %s as the wire's, with no endpoint", (method, path) => {
    expect(match(method, path)).toEqual({ route: null, params: {} });
  });

  it.each(["/", "/api/v1/promotions", "/p/credit/experiments", "/p/credit/runs/version", "/versions", "/api/2"])(
    "leaves %s to the pages",
    (path) => {
      expect(match("GET", path)).toBeNull();
    },
  );
});
