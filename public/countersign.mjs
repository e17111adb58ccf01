#!/usr/bin/env node
// @ts-check
// The command line of Countersign for pipelines: Node 20.19 or newer, nothing else. One file, so that it can be copied.
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";

class Usage extends Error {}
class Refused extends Error {}

/** @typedef {{ server: string, token: string, project: string, retries: number, delay: number }} Connection
 * @typedef {{ values: Record<string, any>, positionals: string[], connection: Connection }} Call
 * @typedef {{ type: "string" | "boolean", multiple?: boolean }} Option */

const { env } = process;
const text = /** @type {Option} */ ({ type: "string" });
const flag = /** @type {Option} */ ({ type: "boolean" });
/** @type {Record<string, Option>} */
const common = { server: text, project: text, "token-file": text, retries: text, json: flag, help: flag };

const commonHelp = `
Everywhere:
  --server URL       address of the console       (COUNTERSIGN_URL)
  --project NAME     the project                  (COUNTERSIGN_PROJECT)
  --token-file FILE  file that holds the API token; otherwise COUNTERSIGN_TOKEN. There is no --token: arguments show in process lists
  --retries N        further tries after 429, 5xx and network errors, with pauses that grow from COUNTERSIGN_RETRY_MS (1000); 4 when left out
  --json             print the answer as JSON

Exit code: 0 done, or gates passed as asked; 1 blocked, rejected or refused; 2 wrong usage or configuration; 3 not settled in time; 4 server or
network. Every command may be run again: nothing is done twice.`;

const usage = `countersign COMMAND [options]     each command explains itself with --help

  log FILE|-      send training runs, one JSON object a line
  check           report a CI check of a commit or a model version, also from JUnit XML
  register        register a finished run as the next version of a model
  promote         ask for a version to be promoted to a target
  gate P-NUMBER   say whether the gates of a promotion pass; --wait until they are settled
${commonHelp}`;

/** @type {Record<string, { options: Record<string, Option>, help: string, run: (call: Call) => Promise<number> }>} */
const commands = {
  log: {
    options: { strict: flag },
    help: `countersign log FILE|- [--strict]

Sends run records, one JSON object a line, plain or gzip; - reads standard input. A line that cannot come in is named, the others still do,
and the exit code is 1; with --strict nothing comes in then. The token needs the scope "ingest".`,
    run: log,
  },
  check: {
    options: {
      ...{ kind: text, name: text, commit: text, model: text, version: text, status: text, url: text, summary: text },
      ...{ "ran-at": text, junit: { type: "string", multiple: true } },
    },
    help: `countersign check --kind KIND --name NAME [--commit SHA | --model M --version N] (--status STATUS | --junit FILE...)

  --kind      transformation_tests, schema_compatibility, training_smoke or inference_contract
  --name      what the check is called; a newer report of the same name takes its place. The CI job's name when left out
  --commit    the commit that was checked; GITHUB_SHA or CI_COMMIT_SHA when left out
  --model, --version   a model version instead of a commit
  --status    passed, failed, error (the check itself broke) or skipped
  --junit     JUnit XML instead of a status; several files are added up, and "--junit reports/*.xml" works
  --url       where to read more; the CI job when left out
  --summary   one or two sentences
  --ran-at    when it ran, as 2026-11-23T09:30:00Z; now when left out

Exit code 0 once the report is on record, whatever it says: the job that ran the tests fails by itself. The token needs the scope "checks".`,
    run: check,
  },
  register: {
    options: { model: text, run: text, description: text },
    help: `countersign register --model NAME --run RUN_ID [--description TEXT]

Registers a finished run as the next version and prints its number; a run that is a version already keeps it. The token needs the scope "promote".`,
    run: register,
  },
  promote: {
    options: {
      ...{ model: text, version: text, target: text, reason: text, plan: text },
      ...{ "rollback-summary": text, "rollback-minutes": text, "rollback-owner": text, comparison: { type: "string", multiple: true } },
    },
    help: `countersign promote --model NAME --version N --target TARGET --reason TEXT [options]

  --plan FILE            JSON with "rolloutPlan" and "rollbackPlan"; people as "owner": "mail@example.org"; --comparison NAME attaches a saved comparison, may be repeated
  --rollback-summary     what is done to go back, --rollback-minutes how long it takes, --rollback-owner e-mail of who does it

Asks for a promotion in the name of the token's owner and prints its number. A plan that is not given is that of the last request for the
target. While the same request is open, it is the answer. Nobody approves with a token. The token needs the scope "promote".`,
    run: promote,
  },
  gate: {
    options: { wait: flag, until: text, timeout: text, interval: text },
    help: `countersign gate P-NUMBER [--wait] [--until gates|approval|rollout] [--timeout 30m] [--interval 5s]

  --until     what has to be reached: gates pass (when left out), people approved, or the rollout has begun
  --wait      wait for evidence that is missing and for people; a gate that failed or a rejection ends it at once
  --timeout   how long, as 90s, 30m or 2h; 30m when left out; --interval   the pause between two looks, 1s or more; 5s when left out

The token needs the scope "promote" or "read".`,
    run: gate,
  },
};
/** @param {Call} call */
async function log({ positionals, values, connection }) {
  const [file] = positionals;
  if (positionals.length !== 1) throw new Usage("Give one file of run records, or - for standard input.");
  const body = file === "-" ? await buffer(process.stdin) : readAs(file, (bytes) => bytes);
  const report = await call(connection, `imports/runs?${values.strict ? "strict=true" : ""}`, () => ({ method: "POST", body }), [422]);
  const errors = report.errors.map((/** @type {any} */ e) => `line ${e.line}${e.field ? `, ${e.field}` : ""}: ${e.message}`);
  print(values, report, [`${report.imported} imported, ${report.unchanged} unchanged, ${report.failed} failed`, ...errors]);
  return report.failed > 0 ? 1 : 0;
}
/** @param {Call} call */
async function check({ positionals, values, connection }) {
  const files = [...(values.junit ?? []), ...positionals];
  if (positionals.length > 0 && !values.junit) throw new Usage(`"${positionals[0]}" is not an option. Reports are given with --junit.`);
  if (files.length > 0 === (values.status !== undefined)) throw new Usage("Give either --status or --junit.");
  const isVersion = values.model !== undefined || values.version !== undefined;
  const fields = withoutEmpty({
    kind: needed(values, "kind"),
    name: values.name ?? env.GITHUB_JOB ?? env.CI_JOB_NAME ?? needed(values, "name"),
    commit: isVersion ? values.commit : (values.commit ?? env.GITHUB_SHA ?? env.CI_COMMIT_SHA ?? needed(values, "commit")),
    ...{ model: values.model, version: values.version, status: values.status, summary: values.summary, url: values.url ?? jobAddress() },
    ranAt: values["ran-at"] ?? new Date().toISOString(),
  });
  const reports = files.map((file) => ({ name: basename(file), content: readAs(file, (bytes) => bytes) }));
  const reported = await call(connection, "checks?", () => {
    if (reports.length === 0) return { method: "POST", body: JSON.stringify(fields), headers: { "content-type": "application/json" } };
    const form = new FormData();
    for (const [key, value] of Object.entries(fields)) form.set(key, value);
    for (const { name, content } of reports) form.append("report", new Blob([content]), name);
    return { method: "POST", body: form };
  });
  const again = reported.promotions.map((/** @type {number} */ n) => `P-${n} is evaluated again`);
  print(values, reported, [`${fields.name}: ${reported.status} (${reported.outcome})`, ...again]);
  return 0;
}
/** @param {Call} call */
async function register({ values, connection }) {
  const body = withoutEmpty({ run: needed(values, "run"), description: values.description });
  const made = await call(connection, `models/${encodeURIComponent(needed(values, "model"))}/versions?`, () => post(body));
  print(values, made, [`${made.version}`]);
  return 0;
}
/** @param {Call} call */
async function promote({ values, connection }) {
  const plan = values.plan ? readPlan(values.plan) : {};
  const rollback = { summary: values["rollback-summary"], minutes: values["rollback-minutes"], owner: values["rollback-owner"] };
  const given = withoutEmpty({ ...rollback, minutes: rollback.minutes === undefined ? undefined : Number(rollback.minutes) });
  const body = {
    ...plan,
    ...(Object.keys(given).length > 0 ? { rollbackPlan: { ...plan.rollbackPlan, ...given } } : {}),
    ...{ model: needed(values, "model"), version: needed(values, "version"), target: needed(values, "target"), reason: needed(values, "reason") },
  };
  const made = await call(connection, "promotions?", () => post({ comparisons: values.comparison, ...body }));
  print(values, made, [`P-${made.number}`]);
  if (!values.json) console.error(`${made.sentence} ${made.next}\n${new URL(made.path, connection.server)}`);
  return 0;
}
/** What a state means for whoever waits: an exit code, or null while it is not settled. @param {any} promotion @param {string} until */
function verdict(promotion, until) {
  const { state, isStale } = promotion;
  if (["rejected", "changes_requested", "withdrawn", "expired", "superseded"].includes(state)) return 1;
  if (state === "executed") return 0;
  if (isStale || state === "evaluating" || state === "draft") return null;
  if (state === "blocked") return failing(promotion).some(({ outcome }) => outcome === "failed") ? 1 : null;
  if (until === "gates") return 0;
  return until === "approval" && state !== "awaiting_approval" ? 0 : null;
}
/** @param {any} promotion @returns {any[]} */
const failing = (promotion) =>
  promotion.gates.filter((/** @type {any} */ g) => g.severity === "block" && (g.outcome === "failed" || g.outcome === "inconclusive"));
/** @param {Call} call */
async function gate({ positionals, values, connection }) {
  const number = /^(?:P-)?(\d+)$/i.exec(positionals[0] ?? "")?.[1];
  if (!number || positionals.length !== 1) throw new Usage("Give the promotion's number, such as P-12.");
  const until = values.until ?? "gates";
  if (!["gates", "approval", "rollout"].includes(until)) throw new Usage("--until is gates, approval or rollout.");
  const interval = milliseconds("interval", values.interval ?? "5s");
  if (interval < 1000) throw new Usage("--interval is 1s or more: each look is a request to the console.");
  const deadline = Date.now() + milliseconds("timeout", values.timeout ?? "30m");
  for (let told = ""; ; ) {
    const promotion = await call(connection, `promotions/${number}?`, () => ({}));
    const code = verdict(promotion, until);
    const said = `P-${number} ${promotion.model} ${promotion.version} to ${promotion.target}: ${promotion.state.replaceAll("_", " ")}. ${promotion.sentence}`;
    if (code === null && values.wait && Date.now() + interval <= deadline) {
      if (said !== told) console.error(`${new Date().toISOString()} ${said}`);
      told = said;
      await sleep(interval);
      continue;
    }
    const exitCode = code ?? (promotion.state === "blocked" && !values.wait ? 1 : 3);
    const helps = (/** @type {any} */ g) => [g.remedy, g.remedyCommand].filter(Boolean).map((text) => `    ${text.replaceAll("\n", "\n    ")}`);
    const marks = failing(promotion).flatMap((g) => [`  ${g.outcome}: ${g.title}. ${g.sentence}`, ...helps(g)]);
    print(values, { ...promotion, exitCode }, [said, ...marks, `Next: ${promotion.next}`, `${new URL(promotion.path, connection.server)}`]);
    if (exitCode === 3) console.error(`countersign: not settled${values.wait ? ` within ${values.timeout ?? "30m"}` : " yet; --wait waits for it"}`);
    return exitCode;
  }
}
/** One request, tried again where that can help. @param {Connection} connection @param {string} path @param {() => RequestInit} init @param {number[]} [taken] */
async function call({ server, token, project, retries, delay }, path, init, taken = []) {
  const address = new URL(`api/v1/${path}&project=${encodeURIComponent(project)}`, server);
  for (let attempt = 0; ; attempt++) {
    let failure = { why: "", after: 0 };
    try {
      const given = init();
      const headers = { ...given.headers, authorization: `Bearer ${token}` };
      const answer = await fetch(address, { ...given, headers, redirect: "manual", signal: AbortSignal.timeout(600_000) });
      if (answer.status >= 300 && answer.status < 400)
        throw new Usage(`${server} answers with a redirect to ${answer.headers.get("location")}. Use that address as --server or COUNTERSIGN_URL.`);
      const parsed = await answer.json().catch((broken) => (broken instanceof SyntaxError ? null : Promise.reject(broken)));
      if (parsed && (answer.ok || taken.includes(answer.status))) return parsed;
      const said = parsed?.detail ?? `${server} answers ${answer.status} with something that is no answer of Countersign; is the address right?`;
      if ([409, 412].includes(answer.status)) throw new Refused(said);
      if (answer.status < 500 && answer.status !== 429) throw new Usage(said);
      failure = { why: said, after: Number(answer.headers.get("retry-after") ?? 0) * 1000 };
    } catch (error) {
      if (error instanceof Usage || error instanceof Refused) throw error;
      const { message, cause } = /** @type {Error & { cause?: Error }} */ (error);
      failure = { why: `${server} cannot be reached: ${cause?.message || message}`, after: 0 };
    }
    if (attempt >= retries) throw new Error(`${failure.why} (tried ${attempt + 1} times)`);
    await sleep(Math.min(Math.max(delay * 2 ** attempt * (0.5 + Math.random()), failure.after || 0), 60_000));
  }
}
/** @param {unknown} body @returns {RequestInit} */
const post = (body) => ({ method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } });
/** @param {Record<string, any>} values @param {string} name @returns {string} */
function needed(values, name) {
  if (values[name] === undefined || values[name] === "") throw new Usage(`--${name} is missing.`);
  return values[name];
}
/** @param {Record<string, any>} record */
const withoutEmpty = (record) => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined && value !== ""));
/** @template T @param {string | undefined} file @param {(bytes: Buffer<ArrayBuffer>) => T} as @returns {T} */
function readAs(file, as) {
  try {
    return as(/** @type {Buffer<ArrayBuffer>} */ (readFileSync(file ?? "")));
  } catch (error) {
    throw new Usage(`${file} cannot be read: ${/** @type {Error} */ (error).message}`);
  }
}
/** @param {string} file */
function readPlan(file) {
  const plan = readAs(file, (bytes) => JSON.parse(bytes.toString("utf8")));
  const isPlan = typeof plan === "object" && Object.keys(plan ?? "-").every((key) => key === "rolloutPlan" || key === "rollbackPlan");
  if (!isPlan) throw new Usage(`${file} is not a plan: a JSON object with "rolloutPlan" and "rollbackPlan".`);
  return plan;
}
/** @param {string} name @param {string} given */
function milliseconds(name, given) {
  const [, amount, unit = "s"] = /^(\d{1,6})(ms|s|m|h)?$/.exec(given) ?? [];
  if (!amount) throw new Usage(`--${name} is a time such as 90s, 30m or 2h.`);
  return Number(amount) * ({ ms: 1, s: 1000, m: 60_000, h: 3_600_000 }[unit] ?? 1000);
}
/** Where CI shows the job that runs this. */
function jobAddress() {
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT, CI_JOB_URL } = env;
  const github = `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}/attempts/${GITHUB_RUN_ATTEMPT ?? 1}`;
  return GITHUB_SERVER_URL && GITHUB_REPOSITORY && GITHUB_RUN_ID ? github : CI_JOB_URL;
}
/** @param {Record<string, any>} values @param {unknown} answer @param {string[]} lines */
const print = (values, answer, lines) => console.log(values.json ? JSON.stringify(answer, null, 2) : lines.join("\n"));
/** @param {Record<string, any>} values @returns {Connection} */
function connect(values) {
  const server = values.server ?? env.COUNTERSIGN_URL;
  if (!server) throw new Usage("Where is the console? Give --server or set COUNTERSIGN_URL.");
  if (!URL.canParse(server) || !/^https?:$/.test(new URL(server).protocol)) throw new Usage(`${server} is not an http or https address.`);
  const project = values.project ?? env.COUNTERSIGN_PROJECT;
  if (!project) throw new Usage("Which project? Give --project or set COUNTERSIGN_PROJECT.");
  const file = values["token-file"];
  token = (file ? readAs(file, String) : (env.COUNTERSIGN_TOKEN ?? "")).trim();
  if (!token) throw new Usage("Set COUNTERSIGN_TOKEN to an API token (Settings, API tokens), or give --token-file.");
  if (!/^[\x21-\x7e]+$/.test(token)) throw new Usage("The API token holds spaces or other characters that no token has. Was it cut when copied?");
  const retries = Number(values.retries ?? 4);
  if (!Number.isInteger(retries) || retries < 0 || retries > 20) throw new Usage("--retries is a whole number from 0 to 20.");
  return { server: server.endsWith("/") ? server : `${server}/`, token, project, retries, delay: Number(env.COUNTERSIGN_RETRY_MS ?? 1000) };
}

let token = "";
async function main() {
  const [name = "", ...rest] = process.argv.slice(2);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (["help", "--help", "-h"].includes(name)) return void console.log(usage);
  try {
    if (!command) throw new Usage(name ? `There is no command "${name}".\n\n${usage}` : usage);
    if (rest.includes("--help")) return void console.log(`${command.help}\n${commonHelp}`);
    const { values, positionals } = parseArgs({ args: rest, allowPositionals: true, options: { ...common, ...command.options } });
    process.exitCode = await command.run({ values, positionals, connection: connect(values) });
  } catch (error) {
    const { message, code } = /** @type {NodeJS.ErrnoException} */ (error);
    const isUsage = error instanceof Usage || code?.startsWith("ERR_PARSE_ARGS");
    process.exitCode = isUsage ? 2 : error instanceof Refused ? 1 : 4;
    console.error(`countersign: ${token ? message.replaceAll(token, "(token)") : message}`);
  }
}
await main();
