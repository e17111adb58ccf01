import { afterAll, vi } from "vitest";
import { signOut } from "@/lib/auth/headers-testing";

// Test files share a process and its modules: what one of them set must not reach the next.
afterAll(() => {
  signOut();
  vi.unstubAllEnvs();
  vi.useRealTimers();
});
