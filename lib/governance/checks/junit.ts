import type { CiCheckStatus } from "@/db/enums";
import type { CheckCase, CheckCounts } from "@/db/schema/ci-checks";
import { invalidInput } from "@/lib/errors";
import { parseReportXml, type XmlElement } from "./report-xml";

export const maxListedCases = 50;
const maxName = 300;
const maxMessage = 500;

export type JunitReport = {
  status: CiCheckStatus;
  counts: CheckCounts;
  seconds: number | null;
  cases: CheckCase[];
  casesLeftOut: number;
};

type Totals = { counts: CheckCounts; seconds: number | null };

/**
 * Reads a JUnit XML report as pytest, jest-junit, Surefire, Gradle and others write it: suites may be nested, failures (an
 * assertion did not hold) and errors (the test broke) are told apart. A suite that declares more failures than it lists is not
 * passed, and a report in which nothing ran is `skipped`, never passed.
 */
export function parseJunit(bytes: Uint8Array): JunitReport {
  const { name, root } = parseReportXml(bytes);
  if (name !== "testsuites" && name !== "testsuite")
    throw invalidInput(
      "report",
      `line 1: the root element is <${name.slice(0, 60)}>; a JUnit report begins with <testsuites> or <testsuite>`,
    );
  const failing: CheckCase[] = [];
  return reportOf(suiteTotals(root, [], failing), failing);
}

/** Several reports of one check as one: files of a test run that writes one a module. */
export function mergeJunit(reports: readonly JunitReport[]): JunitReport {
  const cases = reports.flatMap((report) => report.cases);
  return reportOf(
    { counts: reports.map((report) => report.counts).reduce(add, none()), seconds: sumOf(reports) },
    cases,
  );
}

function reportOf({ counts, seconds }: Totals, failing: readonly CheckCase[]): JunitReport {
  const cases = failing.slice(0, maxListedCases);
  const casesLeftOut = counts.failed + counts.errors - cases.length;
  return { status: statusOf(counts), counts, seconds, cases, casesLeftOut };
}

/** What the counts of a report say: a failed assertion before a broken test, and nothing ran is not passed. */
export function statusOf({ failed, errors, passed }: CheckCounts): CiCheckStatus {
  if (failed > 0) return "failed";
  if (errors > 0) return "error";
  return passed > 0 ? "passed" : "skipped";
}

const none = (): CheckCounts => ({ total: 0, passed: 0, failed: 0, errors: 0, skipped: 0 });
const add = (a: CheckCounts, b: CheckCounts): CheckCounts => ({
  total: a.total + b.total,
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  errors: a.errors + b.errors,
  skipped: a.skipped + b.skipped,
});

function suiteTotals(suite: XmlElement, path: readonly string[], failing: CheckCase[]): Totals {
  const here = suite.attributes.name ? [...path, suite.attributes.name] : path;
  const inner = suite.children("testsuite").map((child) => suiteTotals(child, here, failing));
  const own = suite.children("testcase").map((testcase) => caseTotals(testcase, here, failing));
  const parts = [...inner, ...own];
  return {
    counts: withDeclared(parts.map((part) => part.counts).reduce(add, none()), suite.attributes),
    seconds: secondsOf(suite.attributes.time) ?? sumOf(parts),
  };
}

/** A runner that crashed may count what it could not write down: the worse of the two figures holds. */
function withDeclared(counted: CheckCounts, { failures, errors }: XmlElement["attributes"]): CheckCounts {
  const missing = (declared: string | undefined, found: number) => Math.max((wholeOf(declared) ?? 0) - found, 0);
  const failed = missing(failures, counted.failed);
  const broken = missing(errors, counted.errors);
  return {
    ...counted,
    total: counted.total + failed + broken,
    failed: counted.failed + failed,
    errors: counted.errors + broken,
  };
}

function caseTotals(testcase: XmlElement, suites: readonly string[], failing: CheckCase[]): Totals {
  const { attributes } = testcase;
  const seconds = secondsOf(attributes.time);
  const [error] = testcase.children("error");
  const [failure] = testcase.children("failure");
  const found = failure ?? error;
  const one = { ...none(), total: 1 };
  if (found) {
    const status = failure ? "failed" : "error";
    if (failing.length <= maxListedCases) {
      const suite = clean(attributes.classname ?? suites.at(-1) ?? "", maxName);
      failing.push({
        suite,
        name: clean(attributes.name ?? "", maxName) || "(no name)",
        status,
        message: messageOf(found),
        seconds,
      });
    }
    return { counts: { ...one, failed: failure ? 1 : 0, errors: failure ? 0 : 1 }, seconds };
  }
  const didNotRun =
    testcase.children("skipped").length > 0 || /^(notrun|disabled|skipped)$/i.test(attributes.status ?? "");
  return { counts: didNotRun ? { ...one, skipped: 1 } : { ...one, passed: 1 }, seconds };
}

const messageOf = ({ attributes, text }: XmlElement): string =>
  clean(attributes.message || text || attributes.type || "", maxMessage);

/** Colour codes, control characters and marks that turn the direction of text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
const unprintable = /(?:\u001b|#x1B)\[[0-9;]*[A-Za-z]|(?![\t\n\r])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu;

function clean(text: string, max: number): string {
  const plain = text.toWellFormed().replace(unprintable, "").replace(/\r\n?/g, "\n").trim();
  return plain.length <= max ? plain : `${plain.slice(0, max - 1).toWellFormed()}…`;
}

function sumOf(parts: readonly { seconds: number | null }[]): number | null {
  const times = parts.flatMap((part) => part.seconds ?? []);
  return times.length > 0 ? round(times.reduce((sum, time) => sum + time, 0)) : null;
}

const round = (seconds: number): number => Number(seconds.toFixed(3));

function secondsOf(text: string | undefined): number | null {
  const value = Number((text ?? "").replaceAll(",", "") || Number.NaN);
  return Number.isFinite(value) && value >= 0 ? round(value) : null;
}

function wholeOf(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,9}$/.test(text.trim()) ? Number(text) : null;
}
