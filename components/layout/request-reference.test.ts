import { expect, test } from "vitest";
import { lastRequestId } from "./request-reference";

const timing = (name: string, description: string) => ({ name, description, duration: 0, toJSON: () => ({}) });
const entry = (name: string, ...serverTiming: ReturnType<typeof timing>[]) => ({ name, serverTiming });

test("the last answer for the page on screen names its request", () => {
  const entries = [
    entry("http://localhost/p/a/models", timing("request", "1")),
    entry("http://localhost/p/a/promotions?_rsc=x", timing("cache", "hit"), timing("request", "2")),
    entry("http://localhost/p/a/promotions?_rsc=y", timing("request", "3")),
    entry("http://localhost/p/a/audit?_rsc=z", timing("request", "4")),
    entry("data:"),
  ];
  expect(lastRequestId(entries, "/p/a/promotions")).toBe("3");
  expect(lastRequestId(entries, "/p/a/models")).toBe("1");
  expect(lastRequestId(entries, "/p/b")).toBeUndefined();
});
