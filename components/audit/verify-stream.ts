import type { LogVerification } from "@/lib/audit/commands/verify-log";

export type VerifyState =
  | { kind: "idle" }
  | { kind: "running"; done: number; total: number }
  | { kind: "done"; result: LogVerification }
  | { kind: "failed"; message: string };

type Line = { progress: { done: number; total: number } } | { result: LogVerification } | { problem: string };

async function problemOf(response: Response): Promise<string> {
  const body: unknown = await response.json().catch(() => null);
  if (typeof body === "object" && body !== null && "detail" in body) return String(body.detail);
  return `The server answered ${response.status}. Try again.`;
}

const take = (line: string): VerifyState => {
  const parsed = JSON.parse(line) as Line;
  if ("result" in parsed) return { kind: "done", result: parsed.result };
  if ("problem" in parsed) return { kind: "failed", message: parsed.problem };
  return { kind: "running", ...parsed.progress };
};

/** Asks the server to verify the log and reports what it says, line by line, until the result. */
export async function runVerification(
  address: string,
  signal: AbortSignal,
  report: (state: VerifyState) => void,
): Promise<void> {
  const response = await fetch(address, { method: "POST", signal });
  if (!response.ok || !response.body) return report({ kind: "failed", message: await problemOf(response) });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let last: VerifyState = { kind: "running", done: 0, total: 0 };
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    const lines = (rest + value).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      last = take(line);
      report(last);
    }
  }
  if (last.kind === "running")
    report({ kind: "failed", message: "The connection ended before the check did. Try again." });
}
