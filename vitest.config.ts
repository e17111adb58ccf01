import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^server-only$/, replacement: path("db/testing-empty.ts") },
      { find: /^next\/headers$/, replacement: path("lib/auth/headers-testing.ts") },
      { find: /^@\//, replacement: path("./") },
    ],
  },
  test: {
    include: ["**/*.test.ts", "**/*.test.tsx"],
    exclude: ["**/node_modules/**", ".next/**", ".data/**", "e2e/**"],
    globalSetup: ["db/testing-server.ts"],
    pool: "forks",
    testTimeout: 30_000,
    hookTimeout: 60_000,
    setupFiles: ["lib/testing-reset.ts"],
    // Loading the same modules anew for each file took a third of the time.
    isolate: false,
    // Left to itself one core is spared; the tests wait for Postgres half of their time.
    maxWorkers: availableParallelism(),
  },
});
