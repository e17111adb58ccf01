import "server-only";
import { z } from "zod";
import { getDb } from "@/db/client";
import { requireUserContext } from "@/lib/auth/session";
import { type Handler, json } from "@/lib/http";
import { suggestFilter } from "./filter-suggestions-query";
import { writeChunk } from "./run-chunk-wire";
import { columnOptions } from "./run-columns-choice";
import { searchRunKeys } from "./run-keys-query";
import { readRunVersion } from "./run-version-query";
import { parseRunView } from "./run-view";
import { readRunsVersion } from "./runs-version-query";
import { listRunChunk, listRunsNow } from "./shown-runs-query";

const query = (request: Request) => new URL(request.url).searchParams;

/** GET ?q=text: columns of metrics and parameters whose name contains the text, of all that the project has. */
export const getRunColumns: Handler = async (request, { project = "" }) => {
  const ctx = await requireUserContext(project, getDb());
  const { keys, total } = await searchRunKeys(ctx, { text: query(request).get("q") ?? "", limit: 100 });
  const named = (kind: string) => keys.flatMap((key) => (key.kind === kind ? [key.key] : []));
  const options = columnOptions({ metrics: named("metric"), params: named("param"), slices: [], sliceMetrics: [] });
  return json({ options: options.filter(({ id }) => id.includes(":") && !id.startsWith("axis:")), total });
};

/** GET ?q=filter&at=place&experiment=id: what may be typed at a place of a filter. */
export const getFilterSuggestions: Handler = async (request, { project = "" }) => {
  const ctx = await requireUserContext(project, getDb());
  const text = query(request).get("q") ?? "";
  const at = Number(query(request).get("at") ?? text.length);
  return json(
    await suggestFilter(ctx, query(request).get("experiment"), text, Number.isInteger(at) ? at : text.length),
  );
};

/** GET ?experiment=id: a text that changes when runs come in or the newest ones move on. */
export const getRunsVersion: Handler = async (request, { project = "" }) => {
  const ctx = await requireUserContext(project, getDb());
  return json({ version: await readRunsVersion(ctx, query(request).get("experiment")) });
};

/** Rows that one question answers at most. */
const mostRows = 500;

/** GET ?…the table's own parameters…&columns=…&after=cursor&limit=n: the rows after a cursor. With `ids` instead: these runs as they are now. */
export const getRunRows: Handler = async (request, { project = "" }) => {
  const ctx = await requireUserContext(project, getDb());
  const search = query(request);
  const view = parseRunView(Object.fromEntries(search), search.get("experiment"));
  const ids = search.get("ids");
  if (ids !== null) {
    const known = ids.split(",").filter((id) => id !== "" && !id.includes("\0"));
    return json(writeChunk(await listRunsNow(ctx, view, known.slice(0, mostRows))));
  }
  const limit = z.coerce.number().int().min(1).max(mostRows).catch(100).parse(search.get("limit"));
  return json(writeChunk(await listRunChunk(ctx, view, limit)));
};

/** GET: a text that changes when the run logged something, ended or was archived; null for no run of the project. */
export const getRunVersion: Handler = async (_request, { project = "", run = "" }) => {
  const ctx = await requireUserContext(project, getDb());
  return json({ version: await readRunVersion(ctx, run) });
};
