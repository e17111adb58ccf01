import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { testDb } from "@/db/testing";
import { root } from "./folders";

const { sql, url } = await testDb();
const run = promisify(execFile);

/** Runs the command line as a script would: a process of its own on this file's database. */
async function admin(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const command = ["--conditions=react-server", "--import", "tsx", join(root, "lib/cli/admin.ts"), ...args];
  try {
    const { stdout, stderr } = await run(process.execPath, command, {
      cwd: root,
      env: { ...process.env, DATABASE_URL: url },
    });
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const failed = error as { code: number; stdout: string; stderr: string };
    return { code: failed.code, out: failed.stdout, err: failed.stderr };
  }
}

test("a project, a token and an account are made as JSON, and the log says so", async () => {
  const project = await admin("project", "create", "credit", "--json");
  expect(JSON.parse(project.out)).toMatchObject({ name: "credit", title: "credit" });
  const made = JSON.parse(
    (await admin("token", "create", "--project", "credit", "--scopes", "ingest,read", "--json")).out,
  );
  expect(made.token).toMatch(/^cs_pat_/);
  const [token] = await sql`select scopes, owner_user_id from api_tokens where id = ${made.tokenId}`;
  expect(token).toEqual({ scopes: ["ingest", "read"], owner_user_id: null });
  const user = JSON.parse((await admin("user", "create", "--email", "ada@example.com", "--name", "Ada", "--json")).out);
  expect(user.link).toMatch(/^http:\/\/localhost:3000\/setup\?token=/);
  const events = await sql`select action from audit_events`;
  expect(events.map((event) => event.action)).toEqual(
    expect.arrayContaining(["project.created", "token.created", "user.created"]),
  );
});

test.each([
  [["project", "create", "Bad Name"], "lower-case letters"],
  [["project", "create", "credit"], "exists already"],
  [["token", "create", "--project", "nowhere", "--scopes", "read"], 'found "nowhere"'],
  [["token", "create", "--project", "credit", "--scopes", "approve"], '"ingest"|"read"|"deploy"|"checks"|"promote"'],
  [["token", "create", "--project", "credit"], "--scopes"],
])("%j is refused with exit code 1 and a reason", async (args, reason) => {
  const refused = await admin(...args);
  expect(refused).toMatchObject({ code: 1, out: "" });
  expect(refused.err).toContain(reason);
});
