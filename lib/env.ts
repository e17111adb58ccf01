import { z } from "zod";

const empty = (value: unknown) => (value === "" ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(empty, schema.optional());
const postgresUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: "expected a connection string like postgres://user:password@host:5432/database",
});
const httpUrl = z.url({ protocol: /^https?$/, error: "expected an address like https://countersign.example.com" });
const smtpUrl = z.url({
  protocol: /^smtps?$/,
  error: "expected an address like smtps://user:password@mail.example.com:465",
});
const sender = z
  .string()
  .max(320, "expected at most 320 characters")
  .regex(
    /^(?:[^<>\r\n"@,;:]+ <[^\s<>@,;]+@[^\s<>@,;]+>|[^\s<>@,;]+@[^\s<>@,;]+)$/,
    "expected a sender like Countersign <countersign@example.com>",
  );
const portList = z
  .string()
  .regex(/^\d{1,5}(\s*,\s*\d{1,5})*$/, 'expected ports like "443" or "443,8443"')
  .transform((text) => text.split(",").map(Number))
  .refine((ports) => ports.every((port) => port >= 1 && port <= 65_535), "expected ports from 1 to 65535");
const hostList = z
  .string()
  .transform((text) => text.split(",").map((host) => host.trim().toLowerCase()))
  .refine(
    (hosts) => hosts.every((host) => /^([a-z0-9_.-]+|\[[0-9a-f:.]+\]):\d{1,5}$/.test(host)),
    'expected hosts with their port, like "mlflow.internal:5000,10.0.0.7:5000"',
  );
const originList = z
  .string()
  .transform((text) => text.split(",").map((origin) => origin.trim()))
  .refine(
    (origins) => origins.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin),
    "expected origins like https://app.example.com, separated by commas",
  );
const secret = z.string().min(32, "expected at least 32 characters, e.g. from `openssl rand -base64 32`");

const shape = {
  NODE_ENV: optional(z.enum(["development", "production", "test"])),
  DATABASE_URL: optional(postgresUrl),
  /** Set by the launcher, never by hand: DATABASE_URL names the embedded server. */
  COUNTERSIGN_EMBEDDED: optional(z.literal("1", { error: 'expected "1" or nothing' })),
  COUNTERSIGN_DATA_DIR: optional(z.string()),
  /** Private key of the audit log; audit-key.pem in the data folder when unset. Every process that seals needs the same one. */
  COUNTERSIGN_AUDIT_KEY_FILE: optional(z.string()),
  /** Folder of uploaded artifacts; "artifacts" in the data folder when unset. With several web servers, one that all of them share. */
  ARTIFACTS_DIR: optional(z.string()),
  /** Keeps artifacts in a bucket instead; keys come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY or the machine's role. */
  ARTIFACTS_S3_BUCKET: optional(z.string()),
  ARTIFACTS_S3_PREFIX: optional(z.string()),
  ARTIFACTS_S3_REGION: optional(z.string()),
  /** Of a server other than Amazon's, as https://minio.example.com. */
  ARTIFACTS_S3_ENDPOINT: optional(httpUrl),
  PORT: optional(
    z.coerce
      .number({ error: "expected a port number" })
      .int("expected a whole number")
      .min(1, "expected a port from 1 to 65535")
      .max(65_535, "expected a port from 1 to 65535"),
  ),
  HOST: optional(z.string()),
  NEXTAUTH_URL: optional(httpUrl),
  NEXTAUTH_SECRET: optional(secret),
  OIDC_ISSUER: optional(httpUrl),
  OIDC_CLIENT_ID: optional(z.string()),
  OIDC_CLIENT_SECRET: optional(z.string()),
  OIDC_NAME: optional(z.string()),
  /** Mail server, as smtps://user:password@mail.example.com:465 or smtp://…:587. Without it no mail is sent. */
  SMTP_URL: optional(smtpUrl),
  /** Sender of every mail, as "Countersign <countersign@example.com>". */
  MAIL_FROM: optional(sender),
  /** Ports that webhooks may call, as "443,8443". */
  WEBHOOK_PORTS: optional(portList),
  /** Development and tests: webhooks may call this machine over plain http. Has no effect in production. */
  WEBHOOK_ALLOW_LOOPBACK: optional(z.literal("1", { error: 'expected "1" or nothing' })),
  /** Servers of the internal network that runs may be taken over from, as "mlflow.internal:5000". Plain http is allowed there. */
  IMPORT_ALLOWED_HOSTS: optional(hostList),
  /** Pages of other origins that may call the REST API from a browser, as "https://app.example.com". None when unset. */
  API_CORS_ORIGINS: optional(originList),
  /** Calls of the REST API that a token may make a minute. */
  API_CALLS_PER_MINUTE: optional(
    z.coerce
      .number({ error: "expected a number" })
      .int("expected a whole number")
      .min(1, "expected at least 1")
      .max(1_000_000, "expected at most 1000000"),
  ),
  LOG_LEVEL: optional(z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"])),
};

const envSchema = z.object(shape).superRefine((env, check) => {
  for (const [name, other] of [
    ["SMTP_URL", "MAIL_FROM"],
    ["MAIL_FROM", "SMTP_URL"],
  ] as const) {
    if (!env[name] && env[other])
      check.addIssue({ code: "custom", path: [name], message: `expected a value, because ${other} is set` });
  }
  for (const name of ["ARTIFACTS_S3_PREFIX", "ARTIFACTS_S3_REGION", "ARTIFACTS_S3_ENDPOINT"] as const) {
    if (env[name] && !env.ARTIFACTS_S3_BUCKET) {
      const message = `expected a bucket, because ${name} is set`;
      check.addIssue({ code: "custom", path: ["ARTIFACTS_S3_BUCKET"], message });
    }
  }
  const oidc = ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"] as const;
  const given = oidc.filter((name) => env[name]);
  if (given.length > 0 && given.length < oidc.length) {
    for (const name of oidc.filter((n) => !env[n])) {
      check.addIssue({
        code: "custom",
        path: [name],
        message: `expected a value, because ${given.join(" and ")} is set`,
      });
    }
  }
  if (env.DATABASE_URL && !env.COUNTERSIGN_EMBEDDED && env.NODE_ENV === "production" && !env.NEXTAUTH_SECRET) {
    check.addIssue({
      code: "custom",
      path: ["NEXTAUTH_SECRET"],
      message:
        "expected a secret of at least 32 characters, because DATABASE_URL is set, e.g. from `openssl rand -base64 32`",
    });
  }
});

export type Env = z.infer<typeof envSchema>;
export type EnvProblem = { variable: string; found: string; expected: string };

/** A setting is missing or wrong; the message has one line per variable: its name, what was found, what is expected. */
export class EnvError extends Error {
  constructor(readonly problems: EnvProblem[]) {
    super(problems.map((p) => `${p.variable}: found ${p.found}; ${p.expected}.`).join("\n"));
    this.name = "EnvError";
  }
}

const hidden = /SECRET|PASSWORD|DATABASE|TOKEN|SMTP/;

function quote(variable: string, value: string | undefined): string {
  if (value === undefined || value === "") return "nothing";
  return hidden.test(variable) ? `a value of ${value.length} characters` : JSON.stringify(value.slice(0, 80));
}

/** Reads the settings from `source`; throws EnvError naming every wrong one. Secrets are never quoted. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const parsed = envSchema.safeParse(source);
  if (parsed.success) return parsed.data;
  throw new EnvError(
    parsed.error.issues.map((issue) => {
      const variable = String(issue.path[0] ?? "environment");
      const expected = issue.message.startsWith("expected")
        ? issue.message
        : `expected ${issue.message.replace(/^Invalid \w+: expected /, "")}`;
      return { variable, found: quote(variable, source[variable]), expected };
    }),
  );
}

/** Settings of this process, read afresh: tests and the launcher set them late. */
export const getEnv = (): Env => parseEnv(process.env);

const loopback = new Set(["127.0.0.1", "localhost", "[::1]", "::1"]);

/** Whether `host` is only reachable from this machine. */
export const isLoopback = (host: string): boolean => loopback.has(host) || /^127\.\d+\.\d+\.\d+$/.test(host);

/**
 * Whether the demo and its persona sign-in (no password) may exist: only on the embedded database, with database and
 * web server both bound to loopback.
 */
export function isDemoAllowed(env: Env = getEnv()): boolean {
  if (!env.COUNTERSIGN_EMBEDDED || !env.DATABASE_URL) return false;
  return isLoopback(new URL(env.DATABASE_URL).hostname) && isLoopback(env.HOST ?? "127.0.0.1");
}
