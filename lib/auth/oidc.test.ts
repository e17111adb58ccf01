import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import NextAuth from "next-auth";
import { decode } from "next-auth/jwt";
import Provider from "oidc-provider";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { testDb } from "@/db/testing";
import { createUser } from "./commands/create-user";
import { setUserDisabled } from "./commands/set-user-disabled";
import { signInWithOidc } from "./commands/sign-in-with-oidc";
import { authOptions } from "./config";
import { isFreshSignIn } from "./fresh-sign-in";
import { sendCookies } from "./headers-testing";
import { findLiveSession } from "./live-session";
import { signInContext } from "./sign-in-context";
import { createTestProject, systemContext } from "./testing";

const { db } = await testDb();
const secret = "a secret of more than thirty-two characters";
const claims = new Map<string, Record<string, unknown>>();
const server = createServer();

/** A browser as far as cookies and redirects go: one jar per host, no scripts. */
class Browser {
  /** What the provider asked for in person. */
  readonly prompts: string[] = [];
  private jars = new Map<string, Map<string, string>>();
  cookie(host: string, name: string) {
    return this.jars.get(host)?.get(name);
  }
  async go(address: string | URL, init: RequestInit = {}): Promise<Response> {
    const url = new URL(address);
    const jar = this.jars.get(url.host) ?? new Map<string, string>();
    this.jars.set(url.host, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(url, {
      redirect: "manual",
      signal: AbortSignal.timeout(10_000),
      ...init,
      headers: { ...init.headers, cookie },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const at = pair.indexOf("=");
      if (/expires=Thu, 01 Jan 1970|max-age=0/i.test(line)) jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return answer;
  }
}

/** The console's next-auth behind a plain server, mounted as its route handler mounts it. */
const consoleServer = createServer(async (request, response) => {
  const url = new URL(request.url ?? "/", consoleAddress());
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const cookies = Object.fromEntries(
    (request.headers.cookie ?? "")
      .split("; ")
      .filter(Boolean)
      .map((pair) => [pair.slice(0, pair.indexOf("=")), decodeURIComponent(pair.slice(pair.indexOf("=") + 1))]),
  );
  sendCookies(cookies);
  const query = {
    ...Object.fromEntries(url.searchParams),
    nextauth: url.pathname.replace("/api/auth/", "").split("/"),
  };
  const adapted = Object.assign(response, {
    status: (code: number) => Object.assign(response, { statusCode: code }),
    json: (body: unknown) => response.setHeader("content-type", "application/json").end(JSON.stringify(body)),
    send: (body: unknown) => response.end(typeof body === "string" ? body : JSON.stringify(body)),
  });
  const body = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
  await NextAuth(
    { query, cookies, headers: request.headers, method: request.method, body } as never,
    adapted as never,
    authOptions(),
  );
  if (!response.writableEnded) response.end();
});
const addressOf = (listening: typeof server) => `http://localhost:${(listening.address() as AddressInfo).port}`;
const consoleAddress = () => addressOf(consoleServer);

beforeAll(async () => {
  // The provider warns that its in-memory store and keys are for development, which this is.
  for (const method of ["warn", "info"] as const) vi.spyOn(console, method).mockImplementation(() => {});
  await Promise.all([server, consoleServer].map((each) => new Promise<void>((done) => each.listen(0, done))));
  const provider = new Provider(addressOf(server), {
    clients: [
      {
        client_id: "countersign",
        client_secret: "client secret of the console",
        redirect_uris: [`${consoleAddress()}/api/auth/callback/oidc`],
      },
    ],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ sub, ...claims.get(sub) }) }),
    cookies: { keys: ["key"] },
  });
  provider.on("server_error", (_ctx, error) => console.error(error));
  server.on("request", provider.callback());
  vi.stubEnv("NEXTAUTH_URL", consoleAddress());
  vi.stubEnv("NEXTAUTH_SECRET", secret);
  vi.stubEnv("OIDC_ISSUER", addressOf(server));
  vi.stubEnv("OIDC_CLIENT_ID", "countersign");
  vi.stubEnv("OIDC_CLIENT_SECRET", "client secret of the console");
});
afterAll(() => {
  server.close();
  consoleServer.close();
  vi.unstubAllEnvs();
});

const form = (fields: Record<string, string>): RequestInit => ({ method: "POST", body: new URLSearchParams(fields) });

/** Goes through the provider's own login and consent pages up to the address that brings the code back. */
async function authorizeAs(browser: Browser, subject: string, asked = ""): Promise<string> {
  const { csrfToken } = (await (await browser.go(`${consoleAddress()}/api/auth/csrf`)).json()) as { csrfToken: string };
  const started = await browser.go(
    `${consoleAddress()}/api/auth/signin/oidc${asked}`,
    form({ csrfToken, callbackUrl: "/p/credit", json: "true" }),
  );
  let next = ((await started.json()) as { url: string }).url;
  for (let hop = 0; hop < 12 && !next.startsWith(`${consoleAddress()}/api/auth/callback`); hop++) {
    let answer = await browser.go(next);
    if (answer.status === 200) {
      const prompt = /name="prompt" value="(\w+)"/.exec(await answer.text())?.[1] ?? "login";
      browser.prompts.push(prompt);
      answer = await browser.go(next, form({ prompt, login: subject, password: "any" }));
    }
    next = new URL(answer.headers.get("location") ?? "/lost", next).href;
  }
  return next;
}

async function signIn(subject: string, { browser = new Browser(), asked = "" } = {}) {
  const answer = await browser.go(await authorizeAs(browser, subject, asked));
  const cookie = browser.cookie(new URL(consoleAddress()).host, "countersign.session");
  const token = cookie ? await decode({ token: cookie, secret }) : null;
  return {
    location: answer.headers.get("location"),
    session: token ? await findLiveSession(db, String(token.sid), "credit") : null,
    browser,
  };
}

describe("single sign-on against a certified provider", () => {
  it("creates an account without roles, and finds it again by issuer and subject", async () => {
    await createTestProject(db, "credit");
    claims.set("sub-1", { email: "Olga@example.org", email_verified: true, name: "Olga Ø. Provider" });
    const first = await signIn("sub-1");
    expect(first.location).toBe(`${consoleAddress()}/p/credit`);
    expect(first.session).toMatchObject({
      name: "Olga Ø. Provider",
      email: "Olga@example.org",
      authMethod: "oidc",
      roles: [],
    });
    claims.set("sub-1", { email: "renamed@example.org", email_verified: true, name: "Renamed" });
    const second = await signIn("sub-1");
    expect(second.session?.userId).toBe(first.session?.userId);
    expect(second.session?.sessionId).not.toBe(first.session?.sessionId);
  });

  it("never joins an account by e-mail", async () => {
    await createUser(systemContext(db), { name: "Ada", email: "ada@example.org" });
    claims.set("sub-2", { email: "ADA@example.org", email_verified: true, name: "Not Ada" });
    expect(await signIn("sub-2")).toMatchObject({ location: "/sign-in?error=account_exists", session: null });
  });

  it.each([
    ["an unverified e-mail", { email: "new@example.org", email_verified: false }],
    ["no e-mail", { name: "Nobody" }],
  ])("refuses %s", async (name, given) => {
    claims.set(name, given);
    expect(await signIn(name)).toMatchObject({ location: "/sign-in?error=claims", session: null });
  });

  it("refuses a disabled account", async () => {
    claims.set("sub-3", { email: "gone@example.org", email_verified: true });
    const { session } = await signIn("sub-3");
    await setUserDisabled(systemContext(db), { userId: session?.userId ?? "", disabled: true });
    expect(await signIn("sub-3")).toMatchObject({ location: "/sign-in?error=disabled", session: null });
  });

  it("refuses a code that another browser asked for", async () => {
    claims.set("sub-4", { email: "victim@example.org", email_verified: true });
    const callback = await authorizeAs(new Browser(), "sub-4");
    const answer = await new Browser().go(callback);
    expect(answer.headers.get("location")).toContain("error=OAuthCallback");
    expect(answer.headers.getSetCookie().join()).not.toContain("countersign.session");
  });

  it("takes the time of authentication from the provider, not from the click", async () => {
    const browser = new Browser();
    claims.set("sub-5", { email: "late@example.org", email_verified: true, name: "Late" });
    const first = await signIn("sub-5", { browser });
    const hour = 3_600_000;
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + hour });
    try {
      browser.prompts.length = 0;
      const silent = await signIn("sub-5", { browser });
      expect(browser.prompts).not.toContain("login");
      expect(silent.session?.authTime).toEqual(first.session?.authTime);
      const fresh = await signIn("sub-5", { browser, asked: "?prompt=login&max_age=0" });
      expect(browser.prompts).toContain("login");
      const moved = (fresh.session?.authTime.getTime() ?? 0) - (first.session?.authTime.getTime() ?? 0);
      expect(moved).toBeGreaterThanOrEqual(hour - 1000);
      expect(isFreshSignIn(5, fresh.session?.authTime ?? new Date(0), new Date())).toBe(true);
      expect(isFreshSignIn(5, silent.session?.authTime ?? new Date(), new Date())).toBe(false);
    } finally {
      vi.useRealTimers();
    }
  });

  it("does not call fresh what a provider dates in no way, or in the future", async () => {
    const start = (more: object) =>
      signInWithOidc(signInContext(db), {
        issuer: "https://id.example",
        subject: "no-time",
        email: "t@example.org",
        ...more,
      });
    const undated = await findLiveSession(db, (await start({})).sessionId, null);
    expect(isFreshSignIn(1440, undated?.authTime ?? new Date(), new Date())).toBe(false);
    const ahead = Math.floor(Date.now() / 1000) + 3600;
    const early = await findLiveSession(db, (await start({ auth_time: ahead })).sessionId, null);
    expect(early?.authTime.getTime()).toBeLessThanOrEqual(Date.now());
  });

  it("ends the session that this browser held before", async () => {
    const { browser, session } = await signIn("sub-1");
    const again = await signIn("sub-1", { browser, asked: "?prompt=login&max_age=0" });
    expect(again.session?.userId).toBe(session?.userId);
    expect(await findLiveSession(db, session?.sessionId ?? "", null)).toBeNull();
    const elsewhere = await signIn("sub-1");
    expect(elsewhere.session).not.toBeNull();
    expect(await findLiveSession(db, again.session?.sessionId ?? "", null)).not.toBeNull();
  });

  it("ends the session row when next-auth signs out", async () => {
    const { browser, session } = await signIn("sub-1");
    const { csrfToken } = (await (await browser.go(`${consoleAddress()}/api/auth/csrf`)).json()) as {
      csrfToken: string;
    };
    await browser.go(`${consoleAddress()}/api/auth/signout`, form({ csrfToken }));
    expect(await findLiveSession(db, session?.sessionId ?? "", null)).toBeNull();
  });
});
