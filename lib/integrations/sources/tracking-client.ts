import "server-only";
import type { z } from "zod";
import { historyClient } from "./history-client";
import { experimentsPage, loggedModelsPage, modelsPage, runAnswer, runsPage, versionsPage } from "./messages";
import { SourceError } from "./source-error";
import { type Credentials, openCalls, type TrackingOptions } from "./tracking-call";

export type TrackingClient = Awaited<ReturnType<typeof openTracking>>;
/** Runs of an experiment that started from here, and before `until` where that is said. */
export type Window = { experimentId: string; from: number | null; until: number | null };
type List = { token: string | null; most: number };

export const sizes = { experiments: 200, runs: 90, models: 100, versions: 200, loggedModels: 50 };

function filterOf({ from, until }: Window): string | undefined {
  const bounds = [
    ...(from === null ? [] : [`attributes.start_time >= ${from}`]),
    ...(until === null ? [] : [`attributes.start_time < ${until}`]),
  ];
  return bounds.length > 0 ? bounds.join(" AND ") : undefined;
}

/** Opens a tracking server of the MLflow protocol for reading. Every call throws SourceError when it does not answer as one does. */
export async function openTracking(url: string, credentials: Credentials, options: TrackingOptions = {}) {
  const { call, close } = await openCalls(url, credentials, options);
  const experiments = ({ token, most }: List) =>
    call(experimentsPage, "POST", "/experiments/search", {
      max_results: most,
      view_type: "ALL",
      order_by: ["experiment_id ASC"],
      page_token: token ?? undefined,
    });
  return {
    ...historyClient(call),
    experiments,
    /** Runs of one experiment by start. */
    runs: (window: Window, { token, most }: List): Promise<z.output<typeof runsPage>> =>
      call(runsPage, "POST", "/runs/search", {
        experiment_ids: [window.experimentId],
        filter: filterOf(window),
        run_view_type: "ALL",
        max_results: most,
        order_by: ["attributes.start_time ASC"],
        page_token: token ?? undefined,
      }),
    /** One run; null when the source has it no more. */
    async run(id: string): Promise<unknown> {
      try {
        return (await call(runAnswer, "GET", "/runs/get", { run_id: id })).run;
      } catch (error) {
        if (error instanceof SourceError && error.problem === "rejected") return null;
        throw error;
      }
    },
    /** Logged models of one experiment that changed since then, those made first at first. */
    loggedModels: (experimentId: string, since: number | null, { token, most }: List) =>
      call(loggedModelsPage, "POST", "/logged-models/search", {
        experiment_ids: [experimentId],
        filter: since === null ? undefined : `last_updated_timestamp >= ${since}`,
        max_results: most,
        order_by: [{ field_name: "creation_timestamp", ascending: true }],
        page_token: token ?? undefined,
      }),
    models: ({ token, most }: List) =>
      call(modelsPage, "GET", "/registered-models/search", {
        max_results: most,
        order_by: ["name ASC"],
        page_token: token ?? undefined,
      }),
    versions: ({ token, most }: List) =>
      call(versionsPage, "GET", "/model-versions/search", {
        max_results: most,
        order_by: ["name ASC"],
        page_token: token ?? undefined,
      }),
    /** Whether it answers the smallest call there is: then what fails is a page, not the server. */
    async isAlive(): Promise<boolean> {
      try {
        await experiments({ token: null, most: 1 });
        return true;
      } catch (error) {
        if (error instanceof SourceError) return false;
        throw error;
      }
    },
    close,
  };
}
