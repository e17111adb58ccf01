// Checks signed in-toto statements (.intoto.jsonl, one DSSE envelope a line) without network, database or packages:
//   node verify-statement.mjs FILE --key "name+id+base64"
// The key is the one that the log's checkpoints are signed with; keep your own copy of it.
import { createHash, createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";

const spki = Buffer.from("302a300506032b6570032100", "hex");

function readKey(vkey) {
  const [, name, id, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/.exec(vkey.trim()) ?? [];
  const bytes = Buffer.from(encoded ?? "", "base64");
  if (!name || bytes.length !== 33 || bytes[0] !== 1) throw new Error("the key is not of the form name+id+key");
  const hash = createHash("sha256").update(`${name}\n`).update(bytes).digest("hex");
  if (hash.slice(0, 8) !== id) throw new Error("the key does not match its own id");
  return createPublicKey({ key: Buffer.concat([spki, bytes.subarray(1)]), format: "der", type: "spki" });
}

function openEnvelope(line, key) {
  const { payloadType, payload, signatures } = JSON.parse(line);
  if (payloadType !== "application/vnd.in-toto+json") throw new Error(`the payload is of type ${payloadType}`);
  const body = Buffer.from(payload, "base64");
  if (body.toString("base64") !== payload) throw new Error("the payload is not strict base64");
  const signed = Buffer.concat([
    Buffer.from(`DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${body.length} `),
    body,
  ]);
  const isSigned = signatures.some(({ sig }) => verify(null, signed, key, Buffer.from(sig, "base64")));
  if (!isSigned) throw new Error("no signature of the key fits");
  const statement = JSON.parse(body.toString("utf8"));
  if (statement._type !== "https://in-toto.io/Statement/v1") throw new Error("it is not an in-toto statement");
  return statement;
}

function main([file, flag, vkey]) {
  if (!file || flag !== "--key" || !vkey) {
    console.error('usage: node verify-statement.mjs FILE --key "name+id+base64"');
    return 2;
  }
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
  if (lines.length === 0) throw new Error("the file has no statements");
  const key = readKey(vkey);
  lines.forEach((line, i) => {
    try {
      const { predicateType, subject, predicate } = openEnvelope(line, key);
      const about = subject.map(({ name, digest }) => `${name} sha256:${digest.sha256}`).join(", ");
      console.log(`ok  ${predicateType}  ${about}${predicate.result ? `  ${predicate.result}` : ""}`);
    } catch (error) {
      throw new Error(`statement ${i + 1}: ${error.message}`);
    }
  });
  console.log(`${lines.length} statements, all signed by ${vkey.split("+").slice(0, 2).join("+")}`);
  return 0;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  console.error(`NOT VERIFIED: ${error.message}`);
  process.exitCode = 1;
}
