import { describe, expect, it } from "vitest";
import { tokenScopes } from "@/db/enums";
import { wireRoutes } from "./routes";
import { serveMlflow } from "./serve";

const nameOf = (row: (typeof wireRoutes)[number]) => `${row.method} ${row.base ?? "api/2.0"} ${row.path}`;

describe("the route table of the wire", () => {
  it("asks every endpoint for a scope that exists; open are only those a client asks before it has a token", () => {
    const open = wireRoutes.filter((row) => row.scope === "public").map(nameOf);
    expect(open).toEqual(["GET root /version", "GET root /health", "GET api/3.0 /mlflow/server-info"]);
    for (const row of wireRoutes.filter(({ scope }) => scope !== "public")) {
      const scopes = [row.scope].flat();
      expect([
        nameOf(row),
        scopes.length > 0 && scopes.every((scope) => tokenScopes.some((one) => one === scope)),
      ]).toEqual([nameOf(row), true]);
      expect([nameOf(row), row.scope]).toEqual([nameOf(row), row.handler.scope]);
    }
  });

  it("has no endpoint twice", () => {
    const names = wireRoutes.map(nameOf);
    expect(names).toEqual([...new Set(names)]);
  });

  it.each(wireRoutes.filter(({ scope }) => scope !== "public").map((row) => [nameOf(row), row] as const))(
    "%s refuses a request without a token, as JSON",
    async (_, row) => {
      const path = `/${row.base === "root" ? "" : (row.base ?? "api/2.0")}${row.path}`.replace("//", "/");
      const response = await serveMlflow(
        new Request(`http://console.test${path.replace(/\{\w+\*?\}/g, "x")}`, { method: row.method }),
      );
      expect([response?.status, response?.headers.get("content-type")]).toEqual([401, "application/json"]);
      expect(await response?.json()).toMatchObject({ error_code: "UNAUTHENTICATED" });
    },
  );
});

describe("serveMlflow", () => {
  const get = (path: string, method = "GET") => serveMlflow(new Request(`http://console.test${path}`, { method }));

  it.each(["", "/p/credit"])("answers what clients ask first, at %s/", async (root) => {
    expect(await (await get(`${root}/version`))?.text()).toMatch(/^3\.\d+\.\d+$/);
    expect(await (await get(`${root}/health`))?.text()).toBe("OK");
    expect(await (await get(`${root}/api/3.0/mlflow/server-info`))?.json()).toEqual({
      store_type: "SqlStore",
      workspaces_enabled: false,
      trace_archival_enabled: false,
    });
  });

  it.each([
    ["GET", "/api/2.0/mlflow/nonexist"],
    ["POST", "/api/3.0/mlflow/traces"],
    ["POST", "/api/3.0/mlflow/datasets/search"],
    ["POST", "/v1/traces"],
  ])("answers %s %s as not offered", async (method, path) => {
    const response = await get(path, method);
    expect(response?.status).toBe(404);
    expect(await response?.json()).toMatchObject({ error_code: "ENDPOINT_NOT_FOUND" });
  });

  it("leaves pages to others", async () => {
    expect(get("/p/credit/experiments")).toBeNull();
  });
});
