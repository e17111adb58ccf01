import { expect, test } from "vitest";
import { testDb } from "@/db/testing";
import { buildWorld } from "@/lib/promotions/testing";
import { assertFreshSignIn, assertSigner, highTierSignInMinutes, isFreshSignIn } from "./fresh-sign-in";

const at = (minutes: number) => new Date(Date.UTC(2026, 10, 23, 9) + minutes * 60_000);

test("a sign-in is fresh for the minutes of the rule, and never in the future", () => {
  expect(isFreshSignIn(5, at(0), at(5))).toBe(true);
  expect(isFreshSignIn(5, at(0), at(5.01))).toBe(false);
  expect(isFreshSignIn(5, at(1), at(0))).toBe(false);
  expect(isFreshSignIn(null, at(0), at(900))).toBe(true);
});

test("what concerns high risk is refused on an old sign-in, in words that a form can answer", async () => {
  const world = await buildWorld((await testDb()).db);
  expect(() => assertFreshSignIn(world.as("ines", highTierSignInMinutes), "publishing")).not.toThrow();
  expect(() => assertFreshSignIn(world.as("ines", highTierSignInMinutes + 1), "publishing")).toThrow(
    expect.objectContaining({ code: "PRECONDITION_FAILED", extra: { details: { reason: "reauthenticate" } } }),
  );
});

test("a page that was drawn for somebody else signs for nobody", async () => {
  const world = await buildWorld((await testDb()).db);
  const ctx = world.as("ines");
  expect(() => assertSigner(ctx, undefined)).not.toThrow();
  expect(() => assertSigner(ctx, world.ids.ines.userId)).not.toThrow();
  expect(() => assertSigner(ctx, world.ids.rosa.userId)).toThrow(/Ines Okafor is signed in now.*Reload it/);
});
