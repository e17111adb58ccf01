import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { assertWritable } from "@/db/embedded-folder";

/** The checkout: the folder of package.json. */
export const root = resolve(import.meta.dirname, "../..");

/** Folder of everything the product keeps on this machine: database, builds, secret. */
export function dataFolder(): string {
  const folder = resolve(root, process.env.COUNTERSIGN_DATA_DIR || ".data");
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  assertWritable(folder);
  return folder;
}

export const inData = (...names: string[]): string => join(dataFolder(), ...names);
