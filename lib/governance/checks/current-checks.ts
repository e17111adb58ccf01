import { type CiCheckKind, ciCheckKinds } from "@/db/enums";

type Report = { kind: CiCheckKind; name: string; ranAt: Date; reportedAt: Date };

const newestFirst = (a: Report, b: Report): number =>
  b.ranAt.getTime() - a.ranAt.getTime() || b.reportedAt.getTime() - a.reportedAt.getTime();
const byCode = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * One report a check, the newest: a check may have been reported for the commit in short and in full, and for the version too.
 * In the order of the kinds, then by name.
 */
export function newestOfEach<T extends Report>(reports: readonly T[]): T[] {
  const found = new Map<string, T>();
  for (const report of [...reports].sort(newestFirst)) {
    const check = JSON.stringify([report.kind, report.name]);
    if (!found.has(check)) found.set(check, report);
  }
  return [...found.values()].sort(
    (a, b) => ciCheckKinds.indexOf(a.kind) - ciCheckKinds.indexOf(b.kind) || byCode(a.name, b.name),
  );
}
