import "server-only";
import type { RunsCursor } from "./cursor";
import { findFailingStart, type WindowAnswer } from "./failing-start";
import { askedAgain, readShrinking, type SyncTools } from "./go-past";
import { runHead } from "./messages";
import type { Skip } from "./note-skips";
import { SourceError } from "./source-error";

/** Where to go on when a page cannot be read as it should: from another start, or after the experiment. */
export type Past = { from: number | "end"; skips: Skip[] };
export type RunsSent = { sent: readonly unknown[]; next: string | null; past: Past | null };

/** Runs of one start that are read one by one. */
const mostOfStart = 1_000;
const yearMs = 365 * 86_400_000;
const tokenOf = (token: string | undefined): string | null => token || null;

const unread = (kind: Skip["kind"], remoteId: string, what: string, why: string): Skip => ({
  ...{ kind, remoteId, name: "", reason: `${what} cannot be read. ${why} ${askedAgain}` },
});

function pastStart(id: string, start: number, what: string, why: string, sent: readonly unknown[] = []): RunsSent {
  const place = `experiment ${id}, start ${start}`;
  const skip = unread("run", place, `${what} that started at ${new Date(start).toISOString()}`, why);
  return { sent, next: null, past: { from: start + 1, skips: [skip] } };
}

const isOfWindow = (error: unknown): error is SourceError =>
  error instanceof SourceError && !["busy", "credentials"].includes(error.problem);

/** The runs of a window one by one, up to the first of another start: what fails is then known to be among those of one start. */
async function readWindow(id: string, from: number, until: number, tools: SyncTools): Promise<RunsSent> {
  const { client, beat } = tools;
  const sent: unknown[] = [];
  let token: string | null = null;
  try {
    do {
      const page = await client.runs({ experimentId: id, from, until }, { token, most: 1 });
      sent.push(...page.runs);
      const start = runHead.safeParse(page.runs.at(-1)).data?.info.start_time ?? from;
      if (start > from) return { sent, next: null, past: { from: start, skips: [] } };
      token = page.runs.length === 0 ? null : tokenOf(page.next_page_token);
      await beat();
    } while (token !== null && sent.length < mostOfStart);
  } catch (error) {
    if (!isOfWindow(error)) throw error;
    if (until > from + 1) return readWindow(id, from, from + 1, tools);
    return pastStart(id, from, "Further runs", error.message, sent);
  }
  if (token !== null)
    return pastStart(id, from, "Further runs", `Only ${mostOfStart} of one start are taken so.`, sent);
  return { sent, next: null, past: { from: until, skips: [] } };
}

/** What to take and where to go on when not even a page of one run is answered. */
async function goPast(
  cursor: RunsCursor,
  id: string,
  error: SourceError,
  tools: SyncTools,
  now: Date,
): Promise<RunsSent> {
  const { client, beat } = tools;
  const from = cursor.from ?? 0;
  if (cursor.token !== null) return readWindow(id, from, from + 1, tools);
  const ask = async (until: number): Promise<WindowAnswer> => {
    await beat();
    try {
      const { runs } = await client.runs({ experimentId: id, from, until }, { token: null, most: 1 });
      return runs.length > 0 ? "runs" : "empty";
    } catch (thrown) {
      if (!isOfWindow(thrown)) throw thrown;
      return "fails";
    }
  };
  if ((await ask(from)) === "fails") {
    const skip = unread("experiment", id, "Its runs", error.message);
    return { sent: [], next: null, past: { from: "end", skips: [skip] } };
  }
  const found = await findFailingStart(from, now.getTime() + yearMs, ask);
  if (found?.kind === "failing") return pastStart(id, found.start, "The runs", error.message);
  // Asked for by their start they are answered: what failed has none, or was too much to sort.
  const read = found && (await readWindow(id, from, found.until, tools));
  if (cursor.from !== null) {
    if (read) return read;
    throw error;
  }
  const skip = unread("run", `experiment ${id}, no start`, "Runs without a start, if there are any,", error.message);
  return { sent: read?.sent ?? [], next: null, past: { from: read?.past?.from ?? "end", skips: [skip] } };
}

/** Reads the page of runs where a sync is, in smaller parts when it fails again and again, and at last past what fails. */
export async function readRunsPage(cursor: RunsCursor, tools: SyncTools, now: Date): Promise<RunsSent> {
  const { experiment: id, from, token } = cursor;
  if (id === null) return { sent: [], next: null, past: null };
  const window = { experimentId: id, from, until: null };
  const page = await readShrinking("runs", tools, (most) => tools.client.runs(window, { token, most }));
  if (page instanceof SourceError) return goPast(cursor, id, page, tools, now);
  // A page that says more follows and is empty is the last: upstream answers so.
  return { sent: page.runs, next: page.runs.length === 0 ? null : tokenOf(page.next_page_token), past: null };
}
