import { expect, test } from "vitest";
import { type EnvError, isDemoAllowed, parseEnv } from "./env";

const problems = (source: Record<string, string>) => {
  try {
    parseEnv(source);
    return [];
  } catch (error) {
    return (error as EnvError).problems;
  }
};

const secret = "s".repeat(32);

test.each([
  [{ PORT: "80a" }, "PORT", '"80a"', "port number"],
  [{ PORT: "70000" }, "PORT", '"70000"', "1 to 65535"],
  [{ DATABASE_URL: "mysql://u:hunter2@h/d" }, "DATABASE_URL", "a value of 21 characters", "postgres://"],
  [{ NEXTAUTH_SECRET: "short" }, "NEXTAUTH_SECRET", "a value of 5 characters", "at least 32"],
  [
    { NODE_ENV: "production", DATABASE_URL: "postgres://h/d" },
    "NEXTAUTH_SECRET",
    "nothing",
    "because DATABASE_URL is set",
  ],
  [{ NEXTAUTH_URL: "example.com" }, "NEXTAUTH_URL", '"example.com"', "https://"],
  [{ LOG_LEVEL: "loud" }, "LOG_LEVEL", '"loud"', "info"],
  [{ SMTP_URL: "mail:hunter2", MAIL_FROM: "a@example.org" }, "SMTP_URL", "a value of 12 characters", "smtps://"],
  [
    { ARTIFACTS_S3_ENDPOINT: "minio:9000", ARTIFACTS_S3_BUCKET: "a" },
    "ARTIFACTS_S3_ENDPOINT",
    '"minio:9000"',
    "https://",
  ],
  [{ ARTIFACTS_S3_PREFIX: "a/" }, "ARTIFACTS_S3_BUCKET", "nothing", "because ARTIFACTS_S3_PREFIX is set"],
  [{ SMTP_URL: "smtp://h:25" }, "MAIL_FROM", "nothing", "because SMTP_URL is set"],
  [
    { SMTP_URL: "smtp://h:25", MAIL_FROM: "A <a@example.org>\r\nBcc: b@example.org" },
    "MAIL_FROM",
    '"A <a@example.org>\\r\\nBcc: b@example.org"',
    "sender like",
  ],
  [{ IMPORT_ALLOWED_HOSTS: "mlflow.internal" }, "IMPORT_ALLOWED_HOSTS", '"mlflow.internal"', "mlflow.internal:5000"],
  [{ WEBHOOK_PORTS: "443,99999" }, "WEBHOOK_PORTS", '"443,99999"', "1 to 65535"],
  [{ WEBHOOK_ALLOW_LOOPBACK: "yes" }, "WEBHOOK_ALLOW_LOOPBACK", '"yes"', '"1" or nothing'],
  [{ OIDC_ISSUER: "https://id.example", OIDC_CLIENT_ID: "x" }, "OIDC_CLIENT_SECRET", "nothing", "because OIDC_ISSUER"],
])("%o names the variable, what was found and what is expected", (source, variable, found, expected) => {
  const [problem] = problems(source);
  expect(problem).toMatchObject({ variable, found });
  expect(problem?.expected).toContain(expected);
  expect(problem?.expected).toMatch(/^expected/);
});

test("a secret is never quoted", () => {
  expect(JSON.stringify(problems({ DATABASE_URL: "mysql://u:hunter2@h/d" }))).not.toContain("hunter2");
});

test("every wrong setting is named at once, and empty means unset", () => {
  expect(problems({ PORT: "x", LOG_LEVEL: "y", DATABASE_URL: "" }).map((p) => p.variable)).toEqual([
    "PORT",
    "LOG_LEVEL",
  ]);
});

test.each([
  [{ COUNTERSIGN_EMBEDDED: "1", DATABASE_URL: "postgres://u:p@127.0.0.1:5/d" }, true],
  [{ COUNTERSIGN_EMBEDDED: "1", DATABASE_URL: "postgres://u:p@127.0.0.1:5/d", HOST: "0.0.0.0" }, false],
  [{ COUNTERSIGN_EMBEDDED: "1", DATABASE_URL: "postgres://u:p@db.example:5/d" }, false],
  [{ DATABASE_URL: "postgres://u:p@127.0.0.1:5/d" }, false],
  [{}, false],
])("demo with %o: %s", (source, allowed) => {
  expect(isDemoAllowed(parseEnv({ NEXTAUTH_SECRET: secret, ...source }))).toBe(allowed);
});
