import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { canonicalJson } from "@/lib/audit/canonical-json";
import { reported, type VectorReader } from "./vector-report";

const kinds = ["input", "output", "outhex"] as const;
const folderOf = (file: string) => kinds.find((kind) => kind === basename(dirname(file)));

const bytesOf = (hex: string) => Buffer.from(hex.replace(/\s+/g, ""), "hex");

/**
 * RFC 8785 files of cyberphone/json-canonicalization: input/X.json must become output/X.json, whose bytes are
 * outhex/X.txt. Each file of the three folders is checked on its own.
 */
export const jcsVectors: VectorReader = (file, text) => {
  const kind = folderOf(file);
  if (!kind) return null;
  const name = basename(file).replace(/\.(json|txt)$/, "");
  const sibling = (other: (typeof kinds)[number]) =>
    join(dirname(dirname(file)), other, `${name}.${other === "outhex" ? "txt" : "json"}`);
  if (!existsSync(sibling("input")) || !existsSync(sibling("output"))) return null;
  const source = kind === "output" ? file : sibling("input");
  const actual = Buffer.from(canonicalJson(JSON.parse(readFileSync(source, "utf8"))), "utf8");
  const expected = kind === "outhex" ? bytesOf(text()) : readFileSync(sibling("output"));
  if (actual.equals(expected)) return reported(`RFC 8785 ${kind}`, 1, []);
  return reported(`RFC 8785 ${kind}`, 1, [
    `canonical form is ${actual.toString("hex").slice(0, 160)}, expected ${expected.toString("hex").slice(0, 160)}`,
  ]);
};
