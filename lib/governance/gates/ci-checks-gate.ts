import type { CiCheckKind } from "@/db/enums";
import { formatCount, formatList, plural } from "@/lib/format";
import { secondsSince, tooOld } from "./age";
import type { Evidence } from "./evidence";
import type { CheckEvidence } from "./evidence-of-people";
import type { GateOf } from "./gate";
import type { Judgement } from "./gate-result";

type Gate = GateOf<"ci_checks">;
type Found = { outcome: "passed" | "failed" | "inconclusive"; text: string; check: CheckEvidence | null };

export const ciCheckNames: Readonly<Record<CiCheckKind, string>> = {
  transformation_tests: "transformation tests",
  schema_compatibility: "schema compatibility",
  training_smoke: "training smoke test",
  inference_contract: "inference contract",
};

const shortest = 7;
/** A commit may be given in short, as tools print it. */
function sameCommit(a: string, b: string | null | undefined): boolean {
  if (!b) return false;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return short === long || (short.length >= shortest && long.startsWith(short));
}

/** Whether a check is about what a gate asks about. */
export function isAbout(check: CheckEvidence, on: Gate["on"], { versionId, axes }: Evidence["candidate"]): boolean {
  const ofCommit = check.commit !== null && sameCommit(check.commit, axes.code_commit);
  const ofVersion = check.versionId === versionId;
  return (on !== "version" && ofCommit) || (on !== "commit" && ofVersion);
}

/** The newest report of each name, so that a repeated check counts once. */
function newest(checks: readonly CheckEvidence[]): CheckEvidence[] {
  const byName = new Map<string, CheckEvidence>();
  const ordered = [...checks].sort(
    (a, b) => Date.parse(a.reportedAt) - Date.parse(b.reportedAt) || (a.id < b.id ? -1 : 1),
  );
  for (const check of ordered) byName.set(check.name, check);
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function judgeCheck(gate: Gate, check: CheckEvidence, gatheredAt: string): Found {
  const name = `${check.name} (${ciCheckNames[check.kind]})`;
  if (check.status === "failed" || check.status === "error" || (check.failed ?? 0) > 0) {
    const of =
      check.failed !== null && check.total !== null
        ? `, ${formatCount(check.failed)} of ${plural(check.total, "test")}`
        : "";
    return { outcome: "failed", text: `${name} ${check.status === "error" ? "broke off" : "failed"}${of}`, check };
  }
  const old = tooOld(secondsSince(gatheredAt, check.reportedAt), gate.maximumAgeDays);
  if (check.status === "skipped") return { outcome: "inconclusive", text: `${name} was skipped`, check };
  if (old) return { outcome: "inconclusive", text: `${name} ${old}`, check };
  if (gate.minimumTests > 0 && check.total !== null && check.total < gate.minimumTests) {
    const text = `${name} ran ${plural(check.total, "test")}; ${formatCount(gate.minimumTests)} are needed`;
    return { outcome: "inconclusive", text, check };
  }
  // One test is what a report without a count stands for; more has to be shown.
  if (check.total === null && gate.minimumTests > 1) {
    const text = `${name} does not say how many tests ran; ${formatCount(gate.minimumTests)} are needed`;
    return { outcome: "inconclusive", text, check };
  }
  return { outcome: "passed", text: name, check };
}

/** Judges that the required CI checks passed on this commit or version. */
export function judgeCiChecks(gate: Gate, evidence: Evidence): Judgement {
  const own = evidence.checks.filter((check) => isAbout(check, gate.on, evidence.candidate));
  const found = gate.require.flatMap((kind): Found[] => {
    const ofKind = newest(own.filter((check) => check.kind === kind));
    if (ofKind.length === 0)
      return [{ outcome: "inconclusive", text: `${ciCheckNames[kind]} not reported`, check: null }];
    return ofKind.map((check) => judgeCheck(gate, check, evidence.gatheredAt));
  });
  const of = (outcome: Found["outcome"]) => found.filter((entry) => entry.outcome === outcome).map(({ text }) => text);
  const [failed, open, passed] = [of("failed"), of("inconclusive"), of("passed")];
  const judged = found.flatMap(({ check }) => (check ? [check] : []));
  const tests = judged.map((check) => check.total);
  const about = {
    observed: passed.length,
    limit: found.length,
    comparison: ">=" as const,
    n: tests.length === 0 || tests.includes(null) ? null : tests.reduce((sum: number, total) => sum + (total ?? 0), 0),
    evidenceRefs: judged.map((check) => `check:${check.id}`),
    ageSeconds:
      judged.length === 0
        ? null
        : Math.max(...judged.map((check) => secondsSince(evidence.gatheredAt, check.reportedAt))),
  };
  if (failed.length > 0) return { ...about, outcome: "failed", sentence: `${formatList(failed)}.` };
  if (open.length > 0) return { ...about, outcome: "inconclusive", sentence: `Cannot be judged: ${formatList(open)}.` };
  return { ...about, outcome: "passed", sentence: `Passed: ${formatList(passed)}.` };
}
