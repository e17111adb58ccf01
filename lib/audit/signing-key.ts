import "server-only";
import { createHash, generateKeyPairSync, randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { createSigner, type NoteSigner } from "./signed-note";

/** Signs checkpoints, and remembers the last one outside the database: a restored older database is found out by it. */
export type LogSigner = NoteSigner & {
  lastSigned: () => string | null;
  remember: (note: string) => void;
};

/** Where the private key is: COUNTERSIGN_AUDIT_KEY_FILE, else audit-key.pem in the data folder. */
export function auditKeyFile(): string {
  const data = process.env.COUNTERSIGN_DATA_DIR || ".data";
  return resolve(process.env.COUNTERSIGN_AUDIT_KEY_FILE || join(data, "audit-key.pem"));
}

function writeDurably(path: string, content: string): void {
  const file = openSync(path, "wx", 0o600);
  try {
    writeSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Makes the key once, whole or not at all, however many processes start at the same time. */
function createKey(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o711 });
  const draft = `${path}.${randomBytes(6).toString("hex")}`;
  const { privateKey } = generateKeyPairSync("ed25519");
  writeDurably(draft, privateKey.export({ format: "pem", type: "pkcs8" }).toString());
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft);
  }
}

/** The signer of log `origin` from its key file; makes the file (mode 0600) when there is none. */
export function loadLogSigner(origin: string, keyFile = auditKeyFile()): LogSigner {
  if (!existsSync(keyFile)) createKey(keyFile);
  let signer: NoteSigner;
  try {
    signer = createSigner(origin, readFileSync(keyFile, "utf8"));
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new Error(`COUNTERSIGN_AUDIT_KEY_FILE: ${keyFile} is not an Ed25519 private key in PEM (${cause}).`, {
      cause: error,
    });
  }
  const id = createHash("sha256").update(origin).digest("hex").slice(0, 12);
  const checkpointFile = `${keyFile.replace(/\.pem$/, "")}.${id}.checkpoint`;
  return {
    ...signer,
    lastSigned: () => (existsSync(checkpointFile) ? readFileSync(checkpointFile, "utf8") : null),
    remember: (note) => {
      const draft = `${checkpointFile}.${randomBytes(6).toString("hex")}`;
      writeDurably(draft, note);
      renameSync(draft, checkpointFile);
    },
  };
}
