import "server-only";
import { getDb } from "@/db/client";
import { requireUserContext } from "@/lib/auth/session";
import { type Handler, json } from "@/lib/http";
import { suggestFilter } from "./filter-suggestions-query";
import { columnOptions } from "./run-columns-choice";
import { searchRunKeys } from "./run-keys-query";
import { readRunsVersion } from "./runs-version-query";

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
