import type { CaseResult, RunResult } from "@/lib/governance/backtest/backtest-summary";
import type { BacktestMessage } from "@/lib/promotions/backtest/handler";

export type BacktestState =
  | { kind: "idle" }
  | { kind: "running"; done: number; total: number }
  | { kind: "failed"; message: string }
  | {
      kind: "done";
      cases: readonly CaseResult[];
      /** Evaluations that other policies decide on, and how many there are in all. */
      elsewhere: number;
      ofCases: number;
      runs: readonly RunResult[];
      ofRuns: number;
    };

async function problemOf(response: Response): Promise<string> {
  const body: unknown = await response.json().catch(() => null);
  if (typeof body === "object" && body !== null && "detail" in body) return String(body.detail);
  return `The server answered ${response.status}. Try again.`;
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<BacktestMessage> {
  const reader = body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield JSON.parse(line) as BacktestMessage;
  }
}

/** Asks the server for a back-test and reports how far it is, then the whole of it. */
export async function runBacktest(
  address: string,
  scope: "newest" | "all",
  signal: AbortSignal,
  report: (state: BacktestState) => void,
): Promise<void> {
  report({ kind: "running", done: 0, total: 0 });
  const response = await fetch(address, {
    method: "POST",
    signal,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ scope }),
  });
  if (!response.ok || !response.body) return report({ kind: "failed", message: await problemOf(response) });
  const cases: CaseResult[] = [];
  const runs: RunResult[] = [];
  let [elsewhere, total, ofCases, ofRuns, hasEnded] = [0, 0, 0, 0, false];
  for await (const line of linesOf(response.body)) {
    if (line.kind === "problem") return report({ kind: "failed", message: line.message });
    if (line.kind === "start") {
      total = line.cases + line.runs;
      elsewhere = line.elsewhere;
      ofCases = line.ofCases;
      ofRuns = line.ofRuns;
    }
    if (line.kind === "cases") cases.push(...line.results);
    if (line.kind === "runs") runs.push(...line.results);
    if (line.kind === "end") hasEnded = true;
    report({ kind: "running", done: cases.length + runs.length, total });
  }
  if (!hasEnded)
    return report({ kind: "failed", message: "The connection ended before the back-test did. Try again." });
  report({ kind: "done", cases, elsewhere, ofCases, runs, ofRuns });
}
