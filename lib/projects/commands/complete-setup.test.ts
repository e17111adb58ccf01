import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditEvents } from "@/db/schema/audit";
import { testDb } from "@/db/testing";
import { findLiveSession } from "@/lib/auth/live-session";
import { createSetupLink } from "@/lib/auth/setup-link";
import { signInContext } from "@/lib/auth/sign-in-context";
import { systemContext } from "@/lib/auth/testing";
import { completeSetup } from "./complete-setup";
import { createProject } from "./create-project";

const { db } = await testDb();
const newToken = async () =>
  new URL((await createSetupLink(db))?.url ?? "http://none.test").searchParams.get("token") ?? "";
const input = (token: string) => ({
  token,
  name: "Ada",
  email: "ada@example.org",
  password: "a password of mine",
  project: "credit",
  title: "",
});
const setUp = (token: string) => completeSetup(signInContext(db), input(token));

it("makes the first administrator once, by the latest unexpired link, with two at once", async () => {
  const old = await newToken();
  const token = await newToken();
  await expect(setUp(old)).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
  await expect(setUp("")).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
  await expect(completeSetup(signInContext(db), { ...input(token), project: "Not A Name" })).rejects.toThrow(
    "lower-case",
  );
  const outcomes = await Promise.allSettled([setUp(token), setUp(token)]);
  expect(outcomes.map((o) => o.status).sort()).toEqual(["fulfilled", "rejected"]);
  const started = outcomes.flatMap((o) => (o.status === "fulfilled" ? [o.value] : []))[0];
  const session = await findLiveSession(db, started?.sessionId ?? "", "credit");
  expect(session).toMatchObject({ name: "Ada", roles: ["admin"], isInstanceAdmin: true, project: { title: "credit" } });
  expect(await createSetupLink(db)).toBeNull();
  const actions = (await db.select().from(auditEvents).orderBy(auditEvents.id)).map((e) => e.action);
  expect(actions).toEqual(
    expect.arrayContaining(["setup.link_issued", "user.created", "project.created", "member.added", "setup.completed"]),
  );
});

it("refuses an expired link", async () => {
  await db.execute(
    sql`insert into setup_links (token_hash, created_at, expires_at) values ('x', now(), now() - interval '1 minute')`,
  );
  await expect(setUp("whatever")).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
});

it("creates projects with two environments and a policy for each risk tier, once per name", async () => {
  const project = await createProject(systemContext(db), { name: "term-deposit" });
  const environments = await db.query.environments.findMany({
    where: (e, { eq }) => eq(e.projectId, project.id),
    orderBy: (e, { asc }) => asc(e.position),
  });
  expect(environments.map((e) => e.name)).toEqual(["staging", "production"]);
  const policies = await db.query.policyVersions.findMany({ where: (v, { eq }) => eq(v.projectId, project.id) });
  expect(policies).toHaveLength(3);
  await expect(createProject(systemContext(db), { name: "term-deposit" })).rejects.toMatchObject({ code: "CONFLICT" });
});
