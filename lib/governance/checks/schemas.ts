import { z } from "zod";
import { ciCheckKinds, ciCheckStatuses } from "@/db/enums";
import { maxListedCases } from "./junit";

const direction = /[\u202a-\u202e\u2066-\u2069]/u;

/** One line that people read: trimmed, composed, without control characters and marks that turn its direction. */
const line = (max: number) =>
  z
    .string()
    .max(max, `must have at most ${max} characters`)
    .transform((text) => text.normalize("NFC").trim())
    .refine(
      (text) => text.isWellFormed() && !/[\p{Cc}\u2028\u2029]/u.test(text) && !direction.test(text),
      "contains line breaks, control or text-direction characters; remove them",
    );
const needed = (max: number) => line(max).pipe(z.string().min(1, "must not be empty"));
const prose = (max: number) =>
  z
    .string()
    .max(max, `must have at most ${max.toLocaleString("en-US")} characters`)
    .refine(
      (text) => text.isWellFormed() && !/(?![\t\n\r])\p{Cc}/u.test(text) && !direction.test(text),
      "contains control or text-direction characters; remove them",
    )
    .transform((text) => text.trim());

/** An address that is safe as a link: http or https, with a host, without a password in it. */
const webAddress = z
  .string()
  .trim()
  .max(2000, "must have at most 2,000 characters")
  .superRefine((text, issue) => {
    const url = URL.canParse(text) ? new URL(text) : null;
    const say = (message: string) => issue.addIssue({ code: "custom", message });
    if (!url || !/^https?:\/\//i.test(text))
      say("must be an http or https address, such as https://ci.example.org/runs/7");
    else if (url.username || url.password) say("must not contain a user name or password");
  })
  .transform((text) => (URL.canParse(text) ? new URL(text).href : text));

const whole = z.int().min(0).max(10_000_000);
const seconds = z.number().min(0).max(31_536_000).nullable().default(null);
const optional = <T extends z.ZodType>(type: T) =>
  z.preprocess((value) => (value === "" || value === null ? undefined : value), type.optional());

/** What every report says beside its result. A commit, or a model with a version: exactly one of the two. */
const about = {
  kind: z.enum(ciCheckKinds, { error: `must be one of ${ciCheckKinds.join(", ")}` }),
  name: needed(200),
  commit: optional(needed(200).refine((text) => !/\s/.test(text), "must not contain spaces")),
  model: optional(needed(256)),
  version: optional(
    z.coerce.number({ error: "must be a whole number" }).pipe(z.int("must be a whole number").positive()),
  ),
  url: optional(webAddress),
  summary: prose(2000).default(""),
  /** When the check ran; orders reports that arrive late. */
  ranAt: optional(z.iso.datetime({ offset: true, error: "must be a time with zone, such as 2026-11-23T09:30:00Z" })),
};

type About = { commit?: string | undefined; model?: string | undefined; version?: number | undefined };

function mustNameOneSubject({ commit, model, version }: About, issue: z.core.$RefinementCtx): void {
  const say = (path: string, message: string) => issue.addIssue({ code: "custom", path: [path], message });
  if (commit !== undefined && (model !== undefined || version !== undefined)) {
    say("commit", "name a commit, or a model and a version, not both");
  } else if (commit === undefined && model === undefined && version === undefined) {
    say("commit", "name what was checked: a commit, or a model and its version");
  } else if (commit === undefined && model === undefined) {
    say("model", "name the model whose version was checked");
  } else if (commit === undefined && version === undefined) {
    say("version", "name the version of the model that was checked");
  }
}

/** The fields beside a JUnit report, which itself says the status. */
export const junitFields = z.object(about).superRefine(mustNameOneSubject);

const checkCase = z.object({
  suite: line(300).default(""),
  name: needed(300),
  status: z.enum(["failed", "error"]),
  message: prose(500).default(""),
  seconds,
});

/** A report of one check. */
export const reportCheckInput = z
  .object({
    ...about,
    status: z.enum(ciCheckStatuses, { error: `must be one of ${ciCheckStatuses.join(", ")}` }),
    counts: z
      .object({ total: whole, passed: whole, failed: whole, errors: whole, skipped: whole })
      .nullable()
      .default(null),
    seconds,
    cases: z
      .array(checkCase)
      .max(maxListedCases, `may list ${maxListedCases} cases; count the others in casesLeftOut`)
      .default([]),
    casesLeftOut: whole.default(0),
  })
  .superRefine((report, issue) => {
    mustNameOneSubject(report, issue);
    const { status, counts, cases, casesLeftOut } = report;
    const bad = cases.length > 0 || casesLeftOut > 0 || (counts !== null && counts.failed + counts.errors > 0);
    if (status === "passed" && bad)
      issue.addIssue({
        code: "custom",
        path: ["status"],
        message: "is passed, but the report counts cases that failed or broke",
      });
    if (counts && counts.total !== counts.passed + counts.failed + counts.errors + counts.skipped)
      issue.addIssue({
        code: "custom",
        path: ["counts", "total"],
        message: "must be passed + failed + errors + skipped",
      });
  });
export type ReportCheckInput = z.input<typeof reportCheckInput>;
export type CheckReport = z.output<typeof reportCheckInput>;
