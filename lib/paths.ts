/** Every address of the console. A URL says everything: project, object and view state. */
const enc = encodeURIComponent;
const inProject = (project: string) => `/p/${enc(project)}`;

export const paths = {
  signIn: (next?: string) => (next ? `/sign-in?next=${enc(next)}` : "/sign-in"),
  signedIn: "/signed-in",
  signInAgain: "/sign-in?next=%2Fsigned-in&fresh=1",
  apiReference: "/docs/api",
  openApi: "/api/v1/openapi.json",
  setup: (token: string) => `/setup?token=${enc(token)}`,
  home: (project: string) => inProject(project),
  events: (project: string) => `${inProject(project)}/events`,
  search: (project: string, query: string) => `${inProject(project)}/search?q=${enc(query)}`,
  experiments: (project: string) => `${inProject(project)}/experiments`,
  experiment: (project: string, experimentId: string) => `${inProject(project)}/experiments/${enc(experimentId)}`,
  runsCsv: (project: string, query: string) => `${inProject(project)}/experiments/csv${query}`,
  /** What the run table asks for while one types or looks on: columns by name, what a filter can say, whether runs came in. */
  runColumns: (project: string, query: string) => `${inProject(project)}/experiments/columns?q=${enc(query)}`,
  filterSuggestions: (project: string, query: string, at: number, experimentId: string | null) =>
    `${inProject(project)}/experiments/suggestions?q=${enc(query)}&at=${at}${experimentId ? `&experiment=${enc(experimentId)}` : ""}`,
  runRows: (project: string, query: string) => `${inProject(project)}/experiments/rows${query}`,
  runsVersion: (project: string, experimentId: string | null) =>
    `${inProject(project)}/experiments/version${experimentId ? `?experiment=${enc(experimentId)}` : ""}`,
  runs: (project: string) => `${inProject(project)}/runs`,
  run: (project: string, runId: string) => `${inProject(project)}/runs/${enc(runId)}`,
  runVersion: (project: string, runId: string) => `${inProject(project)}/runs/${enc(runId)}/version`,
  runArtifact: (project: string, runId: string, path: string) =>
    `${inProject(project)}/runs/${enc(runId)}/artifacts/${path.split("/").map(enc).join("/")}`,
  /** The first run is the baseline. */
  compare: (project: string, runIds: readonly string[] = []) =>
    `${inProject(project)}/compare${runIds.length ? `?runs=${runIds.map(enc).join(",")}` : ""}`,
  compareCsv: (project: string, query: string) => `${inProject(project)}/compare/csv${query}`,
  compareCurves: (project: string, query: URLSearchParams) => `${inProject(project)}/compare/curves?${query}`,
  comparisons: (project: string, query = "") => `${inProject(project)}/comparisons${query}`,
  comparison: (project: string, comparisonId: string) => `${inProject(project)}/comparisons/${enc(comparisonId)}`,
  models: (project: string) => `${inProject(project)}/models`,
  model: (project: string, model: string) => `${inProject(project)}/models/${enc(model)}`,
  version: (project: string, model: string, version: number) =>
    `${inProject(project)}/models/${enc(model)}/versions/${version}`,
  card: (project: string, model: string, version: number, query = "") =>
    `${inProject(project)}/models/${enc(model)}/versions/${version}/card${query}`,
  registerVersion: (project: string, runId: string) => `${inProject(project)}/models/register?run=${enc(runId)}`,
  promotions: (project: string) => `${inProject(project)}/promotions`,
  promotion: (project: string, number: number) => `${inProject(project)}/promotions/${number}`,
  /** The evidence document of a promotion; without a number that of its last evaluation. */
  promotionEvidence: (project: string, number: number, evaluation?: number) =>
    `${inProject(project)}/promotions/${number}/evidence${evaluation ? `?evaluation=${evaluation}` : ""}`,
  promotionEvidenceJson: (project: string, number: number, evaluation: number) =>
    `${inProject(project)}/promotions/${number}/evidence/json?evaluation=${evaluation}`,
  requestPromotion: (project: string, model?: string, version?: number) =>
    `${inProject(project)}/promotions/new${model ? `?model=${enc(model)}${version ? `&version=${version}` : ""}` : ""}`,
  deployments: (project: string) => `${inProject(project)}/deployments`,
  rollout: (project: string, number: number) => `${inProject(project)}/deployments/rollouts/${number}`,
  target: (project: string, name: string) => `${inProject(project)}/deployments/targets/${enc(name)}`,
  policies: (project: string) => `${inProject(project)}/policies`,
  policy: (project: string, name: string, version?: number) =>
    `${inProject(project)}/policies/${enc(name)}${version ? `?version=${version}` : ""}`,
  policyYaml: (project: string, name: string, version: number) =>
    `${inProject(project)}/policies/${enc(name)}/yaml?version=${version}`,
  newPolicy: (project: string) => `${inProject(project)}/policies/new`,
  policyDraft: (project: string, number: number) => `${inProject(project)}/policies/drafts/${number}`,
  policyBacktest: (project: string, number: number) => `${inProject(project)}/policies/drafts/${number}/backtest`,
  policyApplies: (project: string, place?: { model: string; tier: string; environment: string }) =>
    `${inProject(project)}/policies/applies${
      place ? `?model=${enc(place.model)}&environment=${enc(place.environment)}&tier=${enc(place.tier)}` : ""
    }`,
  risk: (project: string) => `${inProject(project)}/risk`,
  findings: (project: string, query = "") => `${inProject(project)}/risk/findings${query}`,
  finding: (project: string, number: number) => `${inProject(project)}/risk/findings/${number}`,
  controls: (project: string, query = "") => `${inProject(project)}/risk/controls${query}`,
  controlsExport: (project: string, format: "csv" | "json") => `${inProject(project)}/risk/controls/${format}`,
  modelRisk: (project: string, model: string, version?: number) =>
    `${inProject(project)}/models/${enc(model)}/risk${version ? `?version=${version}` : ""}`,
  access: (project: string) => `${inProject(project)}/access`,
  duties: (project: string) => `${inProject(project)}/access/duties`,
  accessReview: (project: string, number: number) => `${inProject(project)}/access/reviews/${number}`,
  audit: (project: string) => `${inProject(project)}/audit`,
  auditEvent: (project: string, eventId: string) => `${inProject(project)}/audit/${enc(eventId)}`,
  inbox: (project: string, query: Record<string, string> = {}) =>
    `${inProject(project)}/inbox${Object.keys(query).length ? `?${new URLSearchParams(query)}` : ""}`,
  inboxCounts: (project: string) => `${inProject(project)}/inbox/counts`,
  notificationSettings: (project: string) => `${inProject(project)}/settings/notifications`,
  webhooks: (project: string) => `${inProject(project)}/settings/webhooks`,
  webhook: (project: string, webhookId: string) => `${inProject(project)}/settings/webhooks/${enc(webhookId)}`,
  sources: (project: string) => `${inProject(project)}/settings/sources`,
  source: (project: string, sourceId: string) => `${inProject(project)}/settings/sources/${enc(sourceId)}`,
  unsubscribeApi: (token: string) => `/api/unsubscribe?token=${enc(token)}`,
  unsubscribe: (token: string) => `/unsubscribe?token=${enc(token)}`,
  settings: (project: string) => `${inProject(project)}/settings`,
  members: (project: string) => `${inProject(project)}/settings/members`,
  account: (project: string) => `${inProject(project)}/settings/account`,
  tokens: (project: string) => `${inProject(project)}/settings/tokens`,
  targets: (project: string) => `${inProject(project)}/settings/targets`,
} as const;
