import { afterAll, vi } from "vitest";
import { signOut } from "@/lib/auth/headers-testing";

const settings = { ...process.env };
const held = globalThis as Record<string, unknown>;

// Test files share a process and its modules: what one of them set must not reach the next.
afterAll(() => {
  signOut();
  vi.unstubAllEnvs();
  vi.useRealTimers();
  for (const name of Object.keys(process.env)) if (!(name in settings)) delete process.env[name];
  Object.assign(process.env, settings);
  for (const name of Object.keys(held)) if (name.startsWith("countersign")) delete held[name];
});
