import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDb } from "@/db/testing";
import { logOrigin } from "@/lib/audit/origin";
import { sequenceAudit } from "@/lib/audit/sequence";
import { testSigner } from "@/lib/audit/testing";
import { revokeToken } from "@/lib/auth/commands/revoke-token";
import { serveLean } from "@/lib/lean-server-testing";
import { apiClient } from "../testing";

const { db } = await testDb();
let server: Awaited<ReturnType<typeof serveLean>>;
let us: Awaited<ReturnType<typeof apiClient>>;
let others: Awaited<ReturnType<typeof apiClient>>;
let seal: () => Promise<unknown>;

type Message = { id: number; data: { action: string; sentence: string; seq: number } };

/** The stream as a client reads it: messages as they come, until it ends. */
async function open(token: string, lastId?: number) {
  const stop = new AbortController();
  const response = await fetch(`${server.address}/api/v1/events`, {
    headers: { authorization: `Bearer ${token}`, ...(lastId === undefined ? {} : { "last-event-id": String(lastId) }) },
    signal: stop.signal,
  });
  async function* messages(): AsyncGenerator<Message> {
    let text = "";
    const decoder = new TextDecoder();
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk, { stream: true });
      const blocks = text.split("\n\n");
      text = blocks.pop() ?? "";
      for (const block of blocks) {
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1] ?? "";
        if (field("data")) yield { id: Number(field("id")), data: JSON.parse(field("data")) };
      }
    }
  }
  return { response, messages: messages(), stop: () => stop.abort() };
}
const next = async (messages: AsyncGenerator<Message>): Promise<Message> => (await messages.next()).value as Message;

beforeAll(async () => {
  server = await serveLean();
  us = await apiClient(db, "ours");
  others = await apiClient(db, "theirs");
  const signer = testSigner(await logOrigin(db));
  seal = () => sequenceAudit(db, signer);
  await seal();
});
afterAll(() => server.close());

describe("GET /api/v1/events", () => {
  it("tells of what happens in the project, in the order of the log, and of nothing in others", async () => {
    const { response, messages, stop } = await open(us.token);
    expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
    await us.call("POST", "/experiments", { name: "one" });
    await others.call("POST", "/experiments", { name: "not ours" });
    await us.call("POST", "/experiments", { name: "two" });
    await seal();
    const first = await next(messages);
    const second = await next(messages);
    expect([first.data.action, second.data.action]).toEqual(["experiment.created", "experiment.created"]);
    expect([first.data.sentence, second.data.sentence]).toEqual([
      expect.stringContaining("one"),
      expect.stringContaining("two"),
    ]);
    expect(second.id).toBe(first.id + 2);
    stop();
  });

  it("goes on right after Last-Event-ID, without a gap or a repetition", async () => {
    const before = await open(us.token);
    for (const name of ["a", "b", "c"]) await us.call("POST", "/experiments", { name });
    await seal();
    const seen = await next(before.messages);
    before.stop();
    await us.call("POST", "/experiments", { name: "d" });
    await seal();
    const after = await open(us.token, seen.id);
    const rest = [await next(after.messages), await next(after.messages), await next(after.messages)];
    expect(rest.map(({ id }) => id)).toEqual([seen.id + 1, seen.id + 2, seen.id + 3]);
    after.stop();
  });

  it("ends when the token is revoked", async () => {
    const leaving = await us.withScopes(["read"]);
    const { messages } = await open(leaving.token);
    await revokeToken(us.person, { tokenId: leaving.tokenId });
    await seal();
    expect(await messages.next()).toMatchObject({ done: true });
  });

  it("needs the scope read, and refuses an id that is none", async () => {
    expect((await (await us.withScopes(["ingest"])).raw("GET", "/events")).status).toBe(403);
    expect((await us.raw("GET", "/events", { headers: { "last-event-id": "abc" } })).status).toBe(400);
  });
});
