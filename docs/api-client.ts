// A small client of Countersign's REST API, to copy and cut to size. Needs nothing but a runtime with fetch.

export type Page<Item> = { items: Item[]; next: string | null };
export type Figure = { value: number | null; low: number | null; high: number | null; n: number | null };
export type ListedRun = {
  id: string;
  name: string;
  status: "SCHEDULED" | "RUNNING" | "FINISHED" | "FAILED" | "KILLED";
  startedAt: string;
  params: Record<string, unknown>;
  metrics: Record<string, Figure>;
};
export type NewRun = {
  experimentId: string;
  name: string;
  axes?: { code_commit?: string; dataset_snapshot?: string; feature_definitions?: string; seed_policy?: string };
  params?: Record<string, string | number | boolean>;
  tags?: Record<string, string>;
};
export type Point = { key: string; value: number | "NaN" | "Infinity" | "-Infinity"; step?: number; at?: number };

/** What the server says of a call that it refuses (RFC 9457). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    detail: string,
  ) {
    super(detail);
  }
}

/** Calls of one project: that of the token. */
export class Countersign {
  constructor(
    private readonly address: string,
    private readonly token: string,
  ) {}

  private async call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const headers: Record<string, string> = { authorization: `Bearer ${this.token}` };
    if (body !== undefined) {
      headers["content-type"] = "application/json";
      // The same key with each attempt: a retry gets the first answer and nothing is done twice.
      headers["idempotency-key"] = crypto.randomUUID();
    }
    for (let attempt = 1; ; attempt++) {
      const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
      const response = await fetch(`${this.address}/api/v1${path}`, init);
      if (response.ok) return (await response.json()) as Answer;
      if ((response.status === 429 || response.status === 503) && attempt < 5) {
        const seconds = Number(response.headers.get("retry-after") ?? attempt);
        await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
        continue;
      }
      const { title, detail } = (await response.json()) as { title: string; detail: string };
      throw new ApiError(response.status, title, detail);
    }
  }

  createExperiment(name: string): Promise<{ experimentId: string }> {
    return this.call("POST", "/experiments", { name });
  }
  startRun(run: NewRun): Promise<{ runId: string }> {
    return this.call("POST", "/runs", run);
  }
  logMetrics(runId: string, metrics: Point[]): Promise<{ logged: number }> {
    return this.call("POST", `/runs/${encodeURIComponent(runId)}/metrics`, { metrics });
  }
  endRun(runId: string, status: "FINISHED" | "FAILED" = "FINISHED"): Promise<{ runId: string }> {
    return this.call("PATCH", `/runs/${encodeURIComponent(runId)}`, { status });
  }

  /** Every run that a filter finds, page after page. */
  async *runs(query: {
    experiment?: string;
    filter?: string;
    sort?: string;
    columns?: string;
  }): AsyncGenerator<ListedRun> {
    let cursor: string | null = null;
    do {
      const asked = new URLSearchParams({ ...query, limit: "200", ...(cursor ? { cursor } : {}) });
      const page: Page<ListedRun> = await this.call("GET", `/runs?${asked}`);
      yield* page.items;
      cursor = page.next;
    } while (cursor !== null);
  }
}
