import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { and, eq, sql } from "drizzle-orm";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { members, notifications, users } from "@/db/schema";
import { testDb } from "@/db/testing";
import { buildWorld, type CastName, type World } from "@/lib/promotions/testing";
import { request } from "@/lib/promotions/testing-requests";
import { saveSettings } from "../commands/save-settings";
import { markRead } from "../mark-read";
import { drain } from "../testing";
import { mailDigestJob, planDigests } from "./digest-job";
import { mailNotifyJob, mostMailAttempts } from "./notify-job";
import { sendMail } from "./send-mail";
import { readUnsubscribeToken, unsubscribeToken } from "./unsubscribe-token";

const { db } = await testDb();
const inbox: (ParsedMail & { envelopeTo: string[] })[] = [];
const closing: (() => void)[] = [];

/** A real mail server in this process; `options` make it refuse. */
async function startServer(options: SMTPServerOptions = {}): Promise<number> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData: (stream, session, done) => {
      simpleParser(stream).then((mail) => {
        inbox.push({ ...mail, envelopeTo: session.envelope.rcptTo.map(({ address }) => address) });
        done();
      }, done);
    },
    ...options,
  });
  server.on("error", () => {});
  closing.push(() => server.close());
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return (server.server.address() as AddressInfo).port;
}

async function useServer(options: SMTPServerOptions = {}, query = ""): Promise<void> {
  vi.stubEnv("SMTP_URL", `smtp://127.0.0.1:${await startServer(options)}${query}`);
}

let world: World;
beforeEach(async () => {
  vi.stubEnv("NEXTAUTH_SECRET", "a secret for tests that is long enough");
  vi.stubEnv("NEXTAUTH_URL", "https://console.example.org");
  vi.stubEnv("SMTP_URL", "smtp://127.0.0.1:9");
  vi.stubEnv("MAIL_FROM", "Countersign <countersign@example.org>");
  inbox.length = 0;
  world = await buildWorld(db);
});
afterEach(() => {
  vi.unstubAllEnvs();
  for (const close of closing.splice(0)) close();
});

const noteOf = async (who: CastName) =>
  (await db.select().from(notifications).where(eq(notifications.userId, world.ids[who].userId)))[0];
const send = async (who: CastName, attempt = 1) =>
  mailNotifyJob({ projectId: world.projectId, notificationId: (await noteOf(who))?.id ?? "" }, { db, attempt });
const jobs = (task: string) =>
  db
    .execute<{ run_at: string; payload: { userId?: string } }>(
      sql`select j.run_at::text, j.payload from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier = ${task} and (j.payload ->> 'projectId')::int = ${world.projectId}`,
    )
    .then((rows) => [...rows]);

async function ask(): Promise<void> {
  await request(world, {}, "maya");
  await drain(db);
}

describe("a mail about a notification", () => {
  // The world's clock stands in November; only what is fresh is mailed, so the tests that go through the outbox say when.
  const fresh = async (who: CastName) => {
    const note = await noteOf(who);
    await db
      .update(notifications)
      .set({ mail: "waiting" })
      .where(eq(notifications.id, note?.id ?? ""));
  };

  it("reaches its person once, with links back and a way to turn it off", async () => {
    await useServer();
    await ask();
    await fresh("rosa");
    await send("rosa");
    await send("rosa");
    expect(inbox).toHaveLength(1);
    const [mail] = inbox;
    const { userId } = world.ids.rosa;
    expect(mail?.envelopeTo).toEqual([`${userId}@example.test`]);
    expect(mail?.from?.text).toBe('"Countersign" <countersign@example.org>');
    expect(mail?.subject).toBe("[Test] Promotion P-1: your decision is wanted");
    expect(mail?.text).toMatch(/https:\/\/console\.example\.org\/p\/p-[^/]+\/promotions\/1\n/);
    expect(mail?.html).toContain("/promotions/1");
    expect(mail?.headers.get("auto-submitted")).toBe("auto-generated");
    expect(JSON.stringify(mail?.headers.get("list"))).toContain("/api/unsubscribe?token=");
    expect(await noteOf("rosa")).toMatchObject({ mail: "sent" });
  });

  it("is not sent when it was read before, when mail was turned off, or to a person of the demo", async () => {
    await useServer();
    await ask();
    for (const who of ["rosa", "rafi", "ines"] as const) await fresh(who);
    await markRead(world.as("rosa"), { upTo: world.as("rosa").now() });
    const off = { choices: {}, mail: false, timeZone: "UTC", quietFrom: null, quietTo: null, lockVersion: 0 };
    await saveSettings(world.as("rafi"), off);
    await db.update(users).set({ isPersona: true }).where(eq(users.id, world.ids.ines.userId));
    for (const who of ["rosa", "rafi", "ines"] as const) await send(who);
    expect(inbox).toEqual([]);
    for (const who of ["rosa", "rafi", "ines"] as const) expect(await noteOf(who)).toMatchObject({ mail: "none" });
  });

  it("is tried again after an outage, under the same message id", async () => {
    const port = await startServer();
    vi.stubEnv("SMTP_URL", "smtp://127.0.0.1:9");
    await ask();
    await fresh("rosa");
    await expect(send("rosa")).rejects.toThrow();
    expect(await noteOf("rosa")).toMatchObject({ mail: "waiting" });
    vi.stubEnv("SMTP_URL", `smtp://127.0.0.1:${port}`);
    await send("rosa", 2);
    expect(await noteOf("rosa")).toMatchObject({ mail: "sent" });
    const [mail] = inbox;
    await fresh("rosa");
    await send("rosa", 3);
    expect(inbox[1]?.messageId).toBe(mail?.messageId);
  });

  it("is given up at once when the server refuses the recipient for good, and tried again when it is busy", async () => {
    const refuse = (responseCode: number) => ({
      onRcptTo: (_: unknown, __: unknown, done: (error?: Error) => void) =>
        done(Object.assign(new Error("no"), { responseCode })),
    });
    await useServer(refuse(550));
    await ask();
    await fresh("rosa");
    await send("rosa");
    expect(await noteOf("rosa")).toMatchObject({ mail: "failed" });
    await useServer(refuse(451));
    await fresh("rafi");
    await expect(send("rafi")).rejects.toThrow();
    expect(await noteOf("rafi")).toMatchObject({ mail: "waiting" });
    await send("rafi", mostMailAttempts);
    expect(await noteOf("rafi")).toMatchObject({ mail: "failed" });
    expect(inbox).toEqual([]);
  });

  it("does not wait for a server that hangs", async () => {
    const silent = createServer(() => {});
    closing.push(() => silent.close());
    await new Promise<void>((done) => silent.listen(0, "127.0.0.1", done));
    vi.stubEnv("SMTP_URL", `smtp://127.0.0.1:${(silent.address() as AddressInfo).port}?greetingTimeout=100`);
    await ask();
    await fresh("rosa");
    await expect(send("rosa")).rejects.toThrow(/[Gg]reeting/);
    expect(await noteOf("rosa")).toMatchObject({ mail: "waiting" });
  });

  it("carries no header that a name or subject brought along, and goes to one address only", async () => {
    await useServer();
    await sendMail({
      to: "rosa@example.test",
      subject: "P-1\r\nBcc: spy@example.org",
      text: "text",
      html: "<p>text</p>",
      identity: "x",
      oneClickUrl: "https://console.example.org/unsubscribe?token=x",
    });
    expect(inbox[0]?.envelopeTo).toEqual(["rosa@example.test"]);
    expect(inbox[0]?.bcc).toBeUndefined();
    expect(inbox[0]?.headers.has("bcc")).toBe(false);
  });

  it("signs in where the server asks for it, and says nothing of the password when that fails", async () => {
    const port = await startServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _, done) =>
        username === "mailer" && password === "hunter2" ? done(null, { user: "mailer" }) : done(new Error("no")),
    });
    const mail = {
      to: "a@example.test",
      subject: "s",
      text: "t",
      html: "h",
      identity: "x",
      oneClickUrl: "https://c.example",
    };
    vi.stubEnv("SMTP_URL", `smtp://mailer:hunter2@127.0.0.1:${port}`);
    expect(await sendMail(mail)).toBe("sent");
    vi.stubEnv("SMTP_URL", `smtp://mailer:hunter3@127.0.0.1:${port}`);
    const failure = await sendMail(mail).catch((error: unknown) => error);
    expect(String(failure)).toMatch(/Invalid login/);
    expect(JSON.stringify(failure)).not.toContain("hunter3");
  });

  it("is off without a server: nothing waits for one", async () => {
    vi.stubEnv("SMTP_URL", "");
    vi.stubEnv("MAIL_FROM", "");
    await ask();
    expect(await noteOf("rosa")).toMatchObject({ mail: "none" });
    expect(await jobs("mail.notify")).toEqual([]);
  });
});

describe("a summary", () => {
  it("puts together what waited, once, when the person's morning has come", async () => {
    await useServer();
    await ask();
    const { projectId } = world;
    const { userId } = world.ids.rosa;
    await db.update(notifications).set({ mail: "digest", at: new Date() }).where(eq(notifications.userId, userId));
    await planDigests(db);
    const planned = async () => (await jobs("mail.digest")).filter(({ payload }) => payload.userId === userId);
    expect(await planned()).toEqual([]);
    const yesterday = new Date(Date.now() - 30 * 3_600_000);
    await db.update(notifications).set({ at: yesterday }).where(eq(notifications.userId, userId));
    await planDigests(db);
    await planDigests(db);
    expect(await planned()).toHaveLength(1);
    await mailDigestJob({ projectId, userId }, { db, attempt: 1 });
    await mailDigestJob({ projectId, userId }, { db, attempt: 1 });
    expect(inbox.map(({ subject }) => subject)).toEqual(["[Test] 1 thing since your last summary"]);
    expect(await noteOf("rosa")).toMatchObject({ mail: "sent" });
  });

  it("goes to nobody who has left the project since", async () => {
    await useServer();
    await ask();
    const { projectId } = world;
    const { userId } = world.ids.rosa;
    await db.update(notifications).set({ mail: "digest" }).where(eq(notifications.userId, userId));
    await db.delete(members).where(and(eq(members.projectId, projectId), eq(members.userId, userId)));
    await mailDigestJob({ projectId, userId }, { db, attempt: 1 });
    expect(inbox).toEqual([]);
    expect(await noteOf("rosa")).toMatchObject({ mail: "none" });
  });
});

describe("the link that turns mail off", () => {
  it("names one person and project, and cannot be made or altered by anybody else", () => {
    const who = { projectId: 7, userId: "0198c0ffee" };
    const token = unsubscribeToken(who);
    expect(readUnsubscribeToken(token)).toEqual(who);
    for (const forged of [
      "",
      "x",
      token.replace("7.", "8."),
      token.slice(0, -1),
      `${token}A`,
      token.replace("0198", "0199"),
    ])
      expect(readUnsubscribeToken(forged)).toBeNull();
    vi.stubEnv("NEXTAUTH_SECRET", "another secret that is long enough too");
    expect(readUnsubscribeToken(token)).toBeNull();
  });
});
