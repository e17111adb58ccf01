import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "./folders";

const read = (name: string) => readFileSync(join(root, name), "utf8");

test.each(["Dockerfile", "compose.yaml"])("%s starts programs and options that exist", (name) => {
  const commands = [...read(name).matchAll(/(lib\/cli\/[\w-]+\.ts)(?:"?,\s*"?(--[\w-]+))?/g)];
  expect(commands.length).toBeGreaterThan(0);
  for (const [, file = "", option] of commands) {
    expect(existsSync(join(root, file)), file).toBe(true);
    if (option) expect(read(file)).toContain(`"${option}"`);
  }
});

test("the image takes nothing from the machine that builds it but sources", () => {
  const ignored = read(".dockerignore").split("\n");
  for (const name of [".data", ".env*", ".git", "node_modules"]) expect(ignored).toContain(name);
});
