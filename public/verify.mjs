#!/usr/bin/env node
// @ts-check
// Checks an evidence bundle or an exported log of Countersign offline: Node 20 or newer, nothing else.
// Written apart from the product's own code on purpose, so that an error in one is not repeated in the other.
import { createHash, createPublicKey, verify } from "node:crypto";
import { createReadStream, openSync, readFileSync, readSync } from "node:fs";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";

const usage = `node verify.mjs FILE [--vkey KEY]... [--checkpoint FILE]

  FILE          an evidence bundle (.json) or an exported log (.ndjson)
  --vkey        verifier key of the log, got from somebody other than whoever gave you FILE; may be repeated
  --checkpoint  a checkpoint you kept from earlier: the exported log must continue it

Exit code: 0 verified, 1 not verified (the first broken thing is named), 2 unusable input.`;
const warning = `WARNING: THE KEY CAME FROM THE FILE ITSELF. This shows that the file agrees with itself, not who signed it.
Get the log's key from its operator by another way and run again with --vkey KEY.`;

class Unusable extends Error {}
class Broken extends Error {}
/** @param {string} text */
function parseOrNull(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
/** The whole text of a file, or its first `length` bytes. @param {string} path @param {number} [length] */
function readText(path, length) {
  try {
    if (length === undefined) return readFileSync(path, "utf8");
    const file = openSync(path, "r");
    const buffer = Buffer.alloc(length);
    return buffer.toString("utf8", 0, readSync(file, buffer));
  } catch (error) {
    throw new Unusable(`${path} cannot be read: ${/** @type {Error} */ (error).message}`);
  }
}
/** @param {boolean} ok @param {string} what @returns {asserts ok} */
function must(ok, what) {
  if (!ok) throw new Broken(what);
}
/** @typedef {{ origin: string, size: number, root: Buffer }} Checkpoint
 * @typedef {{ name: string, id: string, key: import("node:crypto").KeyObject }} Key
 * @typedef {{ log_origin: string, occurred_at: string, action: string, actor: { ref: string }, payload: Record<string, any>,
 *   object: { type: string, id: string, digest: string | null }, commitments: Record<string, string> }} Leaf */

const sha256 = (/** @type {(Buffer | string)[]} */ ...parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();
const digestOf = (/** @type {(Buffer | string)[]} */ ...parts) => `sha256:${sha256(...parts).toString("hex")}`;
const hashLeaf = (/** @type {Buffer} */ entry) => sha256(Buffer.of(0), entry);
const hashNode = (/** @type {Buffer} */ left, /** @type {Buffer} */ right) => sha256(Buffer.of(1), left, right);

/** @param {unknown} text @param {string} what @param {number} [length] */
function base64(text, what, length) {
  const bytes = typeof text === "string" ? Buffer.from(text, "base64") : Buffer.alloc(0);
  must(bytes.toString("base64") === text, `${what} is not base64`);
  must(length === undefined || bytes.length === length, `${what} is not ${length} bytes`);
  return bytes;
}
/** @param {unknown} value @param {string[]} keys @param {string} what @returns {Record<string, any>} */
function record(value, keys, what) {
  must(typeof value === "object" && value !== null && !Array.isArray(value), `${what} is not an object`);
  for (const key of Object.keys(value)) must(keys.includes(key), `${what} has the unknown field ${key}`);
  return value;
}
/** @param {unknown} value @param {string} what @returns {any[]} */
function array(value, what) {
  must(Array.isArray(value), `${what} is not a list`);
  return value;
}
const hashes = (/** @type {unknown} */ proof, /** @type {string} */ what) => array(proof, what).map((hash, i) => base64(hash, `${what}, hash ${i + 1},`, 32));
/** Splits a proof where the path leaves the right border of the tree. @param {bigint} index @param {bigint} size */
function split(index, size) {
  const inner = (index ^ (size - 1n)).toString(2).replace(/^0+/, "").length;
  return { inner, border: (index >> BigInt(inner)).toString(2).replaceAll("0", "").length };
}
/** @param {Buffer} seed @param {Buffer[]} proof @param {bigint} index @param {boolean} [rightOnly] */
const climb = (seed, proof, index, rightOnly = false) =>
  proof.reduce((hash, node, level) => ((index >> BigInt(level)) & 1n ? hashNode(node, hash) : rightOnly ? hash : hashNode(hash, node)), seed);
const climbBorder = (/** @type {Buffer} */ seed, /** @type {Buffer[]} */ proof) => climb(seed, proof, -1n);
/** @param {number} index @param {Checkpoint} tree @param {Buffer} leaf @param {Buffer[]} proof @param {string} what */
function checkInclusion(index, tree, leaf, proof, what) {
  must(index >= 0 && index < tree.size, `${what} is beyond the ${tree.size} events of the checkpoint`);
  const { inner, border } = split(BigInt(index), BigInt(tree.size));
  must(proof.length === inner + border, `${what}: its proof has ${proof.length} hashes instead of ${inner + border}`);
  const root = climbBorder(climb(leaf, proof.slice(0, inner), BigInt(index)), proof.slice(inner));
  must(root.equals(tree.root), `${what} is not in the log: its proof does not lead to the root of the checkpoint`);
}
/** @param {Checkpoint} old @param {Checkpoint} tree @param {Buffer[]} proof */
function checkConsistency(old, tree, proof) {
  const what = `The log of ${tree.size} events does not continue its checkpoint of ${old.size} events`;
  must(old.size > 0 && old.size <= tree.size, `${what}: it shrank`);
  if (old.size === tree.size) return must(proof.length === 0 && old.root.equals(tree.root), `${what}: two roots for one size`);
  const size = BigInt(old.size);
  const { inner, border } = split(size - 1n, BigInt(tree.size));
  const shift = /0*$/.exec(size.toString(2))?.[0].length ?? 0;
  const whole = size === 1n << BigInt(shift);
  must(proof.length === inner - shift + border + (whole ? 0 : 1), `${what}: the proof has the wrong length`);
  const [seed = old.root, ...rest] = whole ? [old.root, ...proof] : proof;
  const mask = (size - 1n) >> BigInt(shift);
  const [low, high] = [rest.slice(0, inner - shift), rest.slice(inner - shift)];
  must(climbBorder(climb(seed, low, mask, true), high).equals(old.root), `${what}: the proof leads to another older root`);
  must(climbBorder(climb(seed, low, mask), high).equals(tree.root), `${what}: the proof leads to another root`);
}
/** @param {string} vkey @returns {Key} */
function parseKey(vkey) {
  const [, name = "", id = "", encoded = ""] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(vkey.trim()) ?? [];
  const bytes = Buffer.from(encoded, "base64");
  if (bytes.length !== 33 || bytes[0] !== 1) throw new Unusable(`--vkey: ${JSON.stringify(vkey)} is not an Ed25519 verifier key (name+id+key).`);
  if (sha256(`${name}\n`, bytes).toString("hex").slice(0, 8) !== id) throw new Unusable("--vkey: the key does not match its own id.");
  const der = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), bytes.subarray(1)]);
  return { name, id, key: createPublicKey({ key: der, format: "der", type: "spki" }) };
}
/** Reads a C2SP signed checkpoint. @param {unknown} note @param {Key[]} keys @param {string} origin @returns {Checkpoint} */
function openCheckpoint(note, keys, origin) {
  must(typeof note === "string", "A checkpoint is not a text");
  const cut = note.lastIndexOf("\n\n");
  must(cut > 0 && note.endsWith("\n") && !/[^\P{Cc}\n]/u.test(note), "A checkpoint is not a signed note");
  const text = note.slice(0, cut + 1);
  const [name = "", size = "", root] = text.split("\n");
  const what = `The checkpoint of ${size} events`;
  let signatures = 0;
  for (const line of note.slice(cut + 2, -1).split("\n")) {
    const [, signer, encoded] = /^— ([^\s+]+) ([A-Za-z0-9+/]+=*)$/.exec(line) ?? [];
    const blob = base64(encoded, `${what}: a signature line`);
    const key = keys.find((k) => k.name === signer && k.id === blob.subarray(0, 4).toString("hex"));
    if (!key) continue;
    must(verify(null, Buffer.from(text), key.key, blob.subarray(4)), `${what}: the signature of ${signer} is wrong`);
    signatures += 1;
  }
  must(signatures > 0, `${what} is not signed with ${keys.map((k) => `${k.name}+${k.id}`).join(" or ")}`);
  must(name === origin, `${what} is of the log ${name}, not ${origin}`);
  must(/^(0|[1-9]\d{0,15})$/.test(size), `${what}: its size is not a number`);
  return { origin: name, size: Number(size), root: base64(root, `${what}: its root`, 32) };
}
/** Checks clear values against the commitments of the entry.
 * @param {Leaf} leaf @param {unknown} given @param {string} what @param {{ shown: number, withheld: number }} counts */
function checkPrivate(leaf, given, what, counts) {
  const values = record(given ?? {}, Object.keys(leaf.commitments), `${what}, private,`);
  for (const [field, entry] of Object.entries(values)) {
    const { salt, value } = record(entry, ["salt", "value"], `${what}, private ${field},`);
    const digest = sha256(base64(salt, `${what}: the salt of ${field}`, 32), JSON.stringify(value)).toString("hex");
    must(digest === leaf.commitments[field], `${what}: the value of ${field} is not the one that was committed to`);
  }
  counts.shown += Object.keys(values).length;
  counts.withheld += Object.keys(leaf.commitments).length - Object.keys(values).length;
}
/** @param {Buffer} canonical @param {string} origin @param {string} what @returns {Leaf} */
function readLeaf(canonical, origin, what) {
  const leaf = parseOrNull(canonical.toString("utf8"));
  must(leaf?.log_origin === origin, `${what} belongs to the log ${leaf?.log_origin}, not ${origin}`);
  return leaf;
}
/** Judges approvals again, from the log alone. @param {Leaf[]} leaves */
function replayApprovals(leaves) {
  for (const [i, { action, actor, object }] of leaves.entries()) {
    const before = leaves.slice(0, i).filter((other) => other.object.id === object.id);
    const own = before.some((other) => other.action === "promotion.requested" && other.actor.ref === actor.ref);
    must(action !== "promotion.approved" || !own, `Promotion ${object.id} was approved by its own requester`);
    const approved = before.some((other) => other.action === "promotion.approved" && other.object.digest === object.digest);
    // An emergency is recorded right after the execution it made possible, in the same transaction.
    const emergency = leaves.some(
      (other) => other.action === "promotion.break_glass_used" && other.object.id === object.id && other.object.digest === object.digest,
    );
    const breaker = action === "promotion.break_glass_used" || action === "promotion.break_glass_reviewed";
    must(!breaker || !own, `The emergency of promotion ${object.id} was used or reviewed by its own requester`);
    must(action !== "promotion.executed" || approved || emergency, `Promotion ${object.id} was executed without an approval of exactly what was executed`);
  }
  return leaves.filter(({ action }) => action === "promotion.approved").length;
}
/** A COSE key (RFC 9052): a CBOR map of small integers to integers and byte strings. @param {Buffer} bytes */
function coseKey(bytes) {
  let at = 0;
  const head = () => {
    const [first = 0] = bytes.subarray(at++);
    const small = first & 31;
    const size = small < 24 ? 0 : 2 ** (small - 24);
    must(small < 27, "A public key is not a COSE key");
    const value = size === 0 ? small : bytes.readUIntBE(at, size);
    at += size;
    return { type: first >> 5, value };
  };
  const map = new Map();
  const { type, value: entries } = head();
  must(type === 5, "A public key is not a COSE key");
  for (let i = 0; i < entries; i++) {
    const [key, item] = [head(), head()].map(({ type: kind, value }) => ({ kind, value: kind === 1 ? -1 - value : value }));
    const isBytes = item?.kind === 2;
    map.set(key?.value, isBytes ? bytes.subarray(at, at + item.value).toString("base64url") : item?.value);
    if (isBytes) at += item.value;
  }
  return map;
}
/** Checks that a person's authenticator signed exactly the statement that a decision rests on.
 * @param {unknown} value @param {string} subjectDigest @param {string} what */
function checkAssertion(value, subjectDigest, what) {
  const fields = ["format", "credentialId", "publicKey", "rpId", "origin", "statement", "authenticatorData", "clientDataJSON", "signature"];
  const { statement, publicKey, rpId, origin, ...answer } = record(value, fields, what);
  const bytes = (/** @type {string} */ text) => Buffer.from(String(text), "base64url");
  const [data, client] = [bytes(answer.authenticatorData), bytes(answer.clientDataJSON)];
  const asked = parseOrNull(client.toString("utf8"));
  const canonical = JSON.stringify(Object.fromEntries(Object.entries(statement).sort(([a], [b]) => (a < b ? -1 : 1))));
  must(asked?.type === "webauthn.get" && asked.challenge === sha256(canonical).toString("base64url"), `${what}: the passkey signed another statement`);
  must(asked.origin === origin && data.subarray(0, 32).equals(sha256(rpId)), `${what}: the passkey signed for another site`);
  must(((data[32] ?? 0) & 5) === 5, `${what}: the authenticator did not verify its user`);
  must(statement.kind === "approve" && statement.subjectDigest === subjectDigest, `${what}: the passkey signed another subject than the decision`);
  const cose = coseKey(bytes(publicKey));
  const kinds = /** @type {Record<number, import("node:crypto").JsonWebKey>} */ ({
    1: { kty: "OKP", crv: "Ed25519", x: cose.get(-2) },
    2: { kty: "EC", crv: "P-256", x: cose.get(-2), y: cose.get(-3) },
    3: { kty: "RSA", n: cose.get(-1), e: cose.get(-2) },
  });
  const jwk = kinds[cose.get(1)];
  must(jwk !== undefined, `${what}: the kind of its key is not known`);
  const signed = Buffer.concat([data, sha256(client)]);
  const key = createPublicKey({ key: jwk, format: "jwk" });
  must(verify(cose.get(3) === -8 ? null : "sha256", signed, key, bytes(answer.signature)), `${what}: the signature of the passkey is wrong`);
}
/** Checks the passkey signatures among the documents; each lies beside the signature record it belongs to.
 * @param {Record<string, any>[]} documents @param {Leaf[]} leaves */
function checkAssertions(documents, leaves) {
  const found = documents.filter(({ name }) => /^decision-\d+\/assertion\.json$/.test(name));
  for (const { name, content, digest } of found) {
    const beside = documents.find((other) => other.name === name.replace("assertion", "signature"));
    checkAssertion(parseOrNull(content), parseOrNull(beside?.content ?? "")?.subjectDigest, `The document ${name}`);
    const named = leaves.some(({ action, payload }) => action === "promotion.approved" && payload.assertionDigest === digest);
    must(named, `The document ${name} belongs to no approval in the log`);
  }
  return found.length;
}
/** @param {Record<string, any>} bundle @param {Key[]} keys */
function checkBundle(bundle, keys) {
  record(bundle, ["format", "origin", "vkey", "checkpoint", "earlier_checkpoints", "events", "documents"], "The bundle");
  const tree = openCheckpoint(bundle.checkpoint, keys, bundle.origin);
  const earlier = array(bundle.earlier_checkpoints, "earlier_checkpoints");
  for (const entry of earlier) {
    const { checkpoint, proof } = record(entry, ["checkpoint", "proof"], "An earlier checkpoint");
    checkConsistency(openCheckpoint(checkpoint, keys, bundle.origin), tree, hashes(proof, "A consistency proof"));
  }
  const counts = { shown: 0, withheld: 0 };
  let last = 0;
  const read = array(bundle.events, "events").map((entry, i) => {
    const { seq, canonical, proof, private: clear } = record(entry, ["seq", "canonical", "proof", "private"], `Entry ${i + 1}`);
    const what = `Event ${seq}`;
    must(Number.isSafeInteger(seq) && seq > last, `${what} is out of order`);
    last = seq;
    const bytes = base64(canonical, `${what}: its bytes`);
    const hash = hashLeaf(bytes);
    checkInclusion(seq - 1, tree, hash, hashes(proof, `${what}: its proof`), what);
    const leaf = readLeaf(bytes, bundle.origin, what);
    checkPrivate(leaf, clear, what, counts);
    return { leaf, hash };
  });
  const manifest = read.pop();
  must(manifest?.leaf.action === "bundle.exported", "The last event is not the record of this export: the bundle was cut off");
  const { payload } = manifest.leaf;
  must(read.length === payload.events, `The bundle has ${read.length} events, its record of export says ${payload.events}`);
  must(digestOf(...read.map(({ hash }) => hash)) === payload.eventsDigest, "The bundle does not have the events that its record of export names");
  const documents = array(bundle.documents, "documents").map((entry, i) => record(entry, ["name", "digest", "content"], `Document ${i + 1}`));
  const listed = JSON.stringify(documents.map(({ digest, name }) => ({ digest, name })));
  must(listed === JSON.stringify(payload.documents), "The bundle does not have the documents that its record of export names");
  for (const { name, content, digest } of documents) {
    must(typeof content === "string" && digestOf(content) === digest, `The document ${name} was changed`);
  }
  const whole = read.map(({ leaf }) => leaf).filter(({ object }) => payload.objects.some((/** @type {any} */ { id }) => id === object.id));
  const signed = checkAssertions(documents, whole);
  const bound = documents.filter(({ digest }) => JSON.stringify(read.map(({ leaf }) => leaf)).includes(digest)).length;
  return [
    `Evidence bundle: ${payload.title}, exported ${manifest.leaf.occurred_at}`,
    `Log ${tree.origin}: checkpoint of ${tree.size} events, root ${tree.root.toString("hex")}`,
    `${earlier.length} earlier checkpoints are continued by it`,
    `${read.length + 1} events are in the log, in order and complete as exported; approvals: ${replayApprovals(whole)}, none by a requester`,
    ...(signed > 0 ? [`${signed} passkey signature${signed === 1 ? "" : "s"} made by the person's own device over the subject that was approved`] : []),
    `${counts.shown} names and texts match their commitments, ${counts.withheld} are withheld or erased`,
    `${documents.length} documents are unchanged, ${bound} of them named by an event before the export`,
  ];
}

const lineKinds = [["checkpoint"], ["leaf", "seq"], ["canonical", "seq", "private"]];
/** @param {AsyncIterable<string>} lines @param {Key[]} keys @param {Record<string, any>} header @param {string | null} held */
async function checkLog(lines, keys, header, held) {
  record(header, ["format", "origin", "vkey", "size"], "The first line");
  const kept = held === null ? null : openCheckpoint(held, keys, header.origin);
  const edge = /** @type {Buffer[]} full subtrees, left to right */ ([]);
  const root = () => (edge.length ? edge.reduceRight((right, left) => hashNode(left, right)) : sha256());
  const counts = { shown: 0, withheld: 0, sealed: 0, checkpoints: 0, hidden: 0, exported: 0 };
  const decisions = /** @type {Leaf[]} */ ([]);
  let size = 0;
  let line = 0;
  for await (const text of lines) {
    line += 1;
    if (line === 1 || text === "") continue;
    const parsed = parseOrNull(text);
    must(parsed !== null, `Line ${line} is not JSON: the file was cut or edited`);
    const entry = record(parsed, lineKinds.find(([kind = ""]) => kind in parsed) ?? [], `Line ${line}`);
    if ("checkpoint" in entry) {
      const checkpoint = openCheckpoint(entry.checkpoint, keys, header.origin);
      must(checkpoint.size === size, `Line ${line}: a checkpoint of ${checkpoint.size} events stands after event ${size}`);
      must(checkpoint.size > counts.sealed, `Line ${line}: the checkpoint of ${size} events does not follow that of ${counts.sealed}`);
      must(checkpoint.root.equals(root()), `The first ${size} events do not have the root of their checkpoint`);
      must(size < header.size || counts.exported > counts.sealed, "The last checkpoint does not seal the record of this export: the file was cut off");
      counts.sealed = size;
      counts.checkpoints += 1;
      continue;
    }
    size += 1;
    must(entry.seq === size, `Line ${line} is event ${entry.seq}, expected event ${size}`);
    const bytes = "leaf" in entry ? null : base64(entry.canonical, `Event ${size}: its bytes`);
    let hash = bytes ? hashLeaf(bytes) : base64(entry.leaf, `Event ${size}: its hash`, 32);
    for (let rest = size; rest % 2 === 0; rest /= 2) hash = hashNode(/** @type {Buffer} */ (edge.pop()), hash);
    edge.push(hash);
    if (kept?.size === size) must(kept.root.equals(root()), `The first ${size} events do not have the root of the checkpoint you kept`);
    counts.hidden += bytes ? 0 : 1;
    if (!bytes) continue;
    const leaf = readLeaf(bytes, header.origin, `Event ${size}`);
    checkPrivate(leaf, entry.private, `Event ${size}`, counts);
    if (leaf.action === "log.exported") counts.exported = size;
    if (leaf.action.startsWith("promotion.")) decisions.push(leaf);
  }
  must(size === header.size, `The log has ${size} events, its first line says ${header.size}`);
  must(counts.sealed === size, `No checkpoint covers events ${counts.sealed + 1} to ${size}`);
  must(!kept || kept.size <= size, `The log has only ${size} events, the checkpoint you kept covers ${kept?.size}: it was cut off or rolled back`);
  return [
    `Log ${header.origin}: ${size} events, root ${root().toString("hex")}`,
    `${counts.checkpoints} checkpoints, each continued by all later events${kept ? ", and the one you kept" : ""}`,
    `${size - counts.hidden} events readable, ${counts.hidden} of other projects as hashes only; approvals: ${replayApprovals(decisions)}, none by a requester`,
    `${counts.shown} names and texts match their commitments, ${counts.withheld} are withheld or erased`,
  ];
}
/** @param {string} path @param {string[]} vkeys @param {string} [heldPath] */
async function checkFile(path, vkeys, heldPath) {
  const held = heldPath === undefined ? null : readText(heldPath);
  const head = parseOrNull(readText(path, 1 << 16).split("\n", 1)[0] ?? "");
  const isLog = head?.format === "countersign-log-export/1";
  const content = isLog ? head : parseOrNull(readText(path));
  const isBundle = content?.format === "countersign-evidence-bundle/1";
  if (!isLog && !isBundle) throw new Unusable(`${path} is neither an evidence bundle nor an exported log of Countersign.`);
  if (held !== null && !isLog) throw new Unusable("--checkpoint: compare with an exported log; a bundle holds only some events.");
  if (!vkeys.length && typeof content.vkey !== "string") throw new Unusable(`${path} carries no key: give one with --vkey.`);
  const keys = (vkeys.length ? vkeys : [content.vkey]).map(parseKey);
  return isLog ? checkLog(createInterface({ input: createReadStream(path) }), keys, content, held) : checkBundle(content, keys);
}

async function main() {
  const options = /** @type {const} */ ({ vkey: { type: "string", multiple: true }, checkpoint: { type: "string" }, help: { type: "boolean" } });
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options });
    const [path = ""] = positionals;
    if (values.help) return console.log(usage);
    if (positionals.length !== 1) throw new Unusable(`Give one FILE.\n\n${usage}`);
    const checked = await checkFile(path, values.vkey ?? [], values.checkpoint);
    console.log(`VERIFIED ${path}\n${checked.map((line) => `  ${line}`).join("\n")}`);
    if (values.vkey) return console.log("  Signed with the key you gave");
    console.log(`\n${warning}`);
  } catch (error) {
    const { message, code } = /** @type {NodeJS.ErrnoException} */ (error);
    const unusable = error instanceof Unusable || code?.startsWith("ERR_PARSE_ARGS");
    process.exitCode = unusable ? 2 : 1;
    const found = unusable || error instanceof Broken ? message : `the file is malformed (${message})`;
    console.error(`${unusable ? "UNUSABLE INPUT" : "NOT VERIFIED"}\n  ${found}`);
  }
}

await main();
