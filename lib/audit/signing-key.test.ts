import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test, vi } from "vitest";
import { auditKeyFile, loadLogSigner } from "./signing-key";

const folder = mkdtempSync(join(tmpdir(), "audit-key-"));
afterAll(() => rmSync(folder, { recursive: true }));
const origin = "countersign.test/log/1";

describe("the signing key", () => {
  test("is made once, readable only to its owner, and found again", () => {
    const file = join(folder, "new", "key.pem");
    const made = loadLogSigner(origin, file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(loadLogSigner(origin, file).vkey).toBe(made.vkey);
    expect(readdirSync(join(folder, "new"))).toEqual(["key.pem"]);
  });

  test("remembers the last checkpoint per log", () => {
    const file = join(folder, "key.pem");
    const signer = loadLogSigner(origin, file);
    expect(signer.lastSigned()).toBeNull();
    signer.remember("first\n");
    signer.remember("second\n");
    expect(loadLogSigner(origin, file).lastSigned()).toBe("second\n");
    expect(loadLogSigner("countersign.test/log/2", file).lastSigned()).toBeNull();
    expect(readdirSync(folder).filter((name) => name.endsWith(".checkpoint"))).toHaveLength(1);
  });

  test.each(["", "not a key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])(
    "a file holding %j is refused by name and kept",
    (content) => {
      const file = join(folder, "broken.pem");
      writeFileSync(file, content);
      expect(() => loadLogSigner(origin, file)).toThrow(/COUNTERSIGN_AUDIT_KEY_FILE.*broken\.pem/);
      expect(readFileSync(file, "utf8")).toBe(content);
    },
  );

  test("is where the settings say", () => {
    vi.stubEnv("COUNTERSIGN_AUDIT_KEY_FILE", "");
    vi.stubEnv("COUNTERSIGN_DATA_DIR", join(folder, "data"));
    expect(auditKeyFile()).toBe(join(folder, "data", "audit-key.pem"));
    vi.stubEnv("COUNTERSIGN_AUDIT_KEY_FILE", join(folder, "elsewhere.pem"));
    expect(auditKeyFile()).toBe(join(folder, "elsewhere.pem"));
    vi.unstubAllEnvs();
  });
});
