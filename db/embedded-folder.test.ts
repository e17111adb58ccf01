import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { isReachable, replayLinks } from "./embedded-folder";

const base = mkdtempSync(join(tmpdir(), "countersign-folder-"));
chmodSync(base, 0o755);
const native = join(base, "package", "native");

beforeEach(() => {
  rmSync(join(base, "package"), { recursive: true, force: true });
  mkdirSync(join(native, "lib"), { recursive: true });
  writeFileSync(join(native, "lib", "libpq.so.5.18"), "library");
  writeFileSync(
    join(native, "pg-symlinks.json"),
    JSON.stringify([{ source: "native/lib/libpq.so.5.18", target: "native/lib/libpq.so.5" }]),
  );
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

test("missing library links are made once", () => {
  expect(replayLinks(native)).toBe(1);
  expect(readlinkSync(join(native, "lib", "libpq.so.5"))).toBe("libpq.so.5.18");
  expect(replayLinks(native)).toBe(0);
});

test("a link that leads nowhere is replaced", () => {
  symlinkSync("libpq.so.5.17", join(native, "lib", "libpq.so.5"));
  expect(replayLinks(native)).toBe(1);
  expect(existsSync(join(native, "lib", "libpq.so.5"))).toBe(true);
});

test("a folder below a closed one cannot be reached by another user", () => {
  expect(isReachable(native)).toBe(true);
  chmodSync(join(base, "package"), 0o700);
  expect(isReachable(native)).toBe(false);
});
