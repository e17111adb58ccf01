import {
  byModule,
  type Import,
  importsOf,
  isCode,
  isMarked,
  isServerOnly,
  isTest,
  isTesting,
  type Rule,
  type Source,
} from "./source";

const layers = ["db", "lib", "components", "app"];
const layerOf = (path: string) => layers.indexOf(path.split("/")[0] ?? "");

/** What each area may use besides itself and the common rooms; what is allowed is allowed through it too. */
const areas: Record<string, readonly string[]> = {
  artifacts: [],
  experiments: ["artifacts"],
  lineage: [],
  governance: [],
  models: ["artifacts", "experiments", "lineage"],
  promotions: ["models", "experiments", "lineage", "governance"],
  deployments: ["promotions", "models", "experiments", "lineage", "governance"],
  monitoring: ["deployments", "promotions", "models", "experiments", "lineage", "governance"],
  projects: ["governance"],
  stats: [],
  audit: ["auth"],
  auth: ["audit"],
  filter: [],
};
const common = new Set(["audit", "auth", "filter", "stats"]);
/** All that an area may know of the job room: how to ask for a job. */
const jobDoor = new Set(["lib/jobs/queue", "lib/jobs/definitions", "lib/jobs/job-run"]);
/** Rooms where areas are put together. */
const composing = new Set([
  "api",
  "architecture",
  "bench",
  "cli",
  "demo",
  "home",
  "inbox",
  "integrations",
  "jobs",
  "mlflow",
  "notifications",
  "openlineage",
  "search",
  "vectors",
]);

const areaOf = (path: string) => /^lib\/([\w-]+)\//.exec(path)?.[1] ?? null;
const shared = /^components\/(ui|data-table|charts|layout)\//;

type Edge = { source: Source; to: Import };
const edges = (sources: Source[]): Edge[] =>
  sources
    .filter((s) => isCode(s.path) && !isTest(s.path))
    .flatMap((source) => importsOf(source).map((to) => ({ source, to })));

export const importsGoOneWay: Rule = (sources) =>
  edges(sources)
    .filter(({ source, to }) => layerOf(to.from) > layerOf(source.path) && layerOf(source.path) >= 0)
    .map(({ source, to }) => `${source.path} imports ${to.from}: imports go app -> components -> lib -> db.`);

export const areasKnowOnlyTheirOwn: Rule = (sources) =>
  edges(sources).flatMap(({ source, to }) => {
    const area = areaOf(source.path);
    const other = areaOf(to.from);
    if (!area || !other || area === other || composing.has(area) || isTesting(source.path)) return [];
    if (!(area in areas))
      return [`${source.path}: lib/${area} is a room nobody knows; give it a row in lib/architecture/import-rules.ts.`];
    if (jobDoor.has(to.from) || areas[area]?.includes(other) || (common.has(other) && !common.has(area))) return [];
    return [
      `${source.path} imports ${to.from}: lib/${area} may use ${[...(areas[area] ?? []), ...common].join(", ")}; put the two together in a page or a job.`,
    ];
  });

export const sharedComponentsKnowNoProduct: Rule = (sources) =>
  edges(sources)
    .filter(({ source, to }) => {
      if (!shared.test(source.path)) return false;
      const ownKind = shared.test(to.from);
      return (to.from.startsWith("components/") && !ownKind) || areaOf(to.from) !== null || to.from.startsWith("db/");
    })
    .map(
      ({ source, to }) => `${source.path} imports ${to.from}: ui, data-table, charts and layout know no product word.`,
    );

export const testHelpersStayInTests: Rule = (sources) =>
  edges(sources)
    .filter(({ source, to }) => isTesting(to.from) && !isTesting(source.path) && !to.typeOnly)
    .map(({ source, to }) => `${source.path} imports ${to.from}: only tests may use test helpers.`);

const serverRoom =
  /^lib\/.*(\/queries|-quer(y|ies)|\/commands\/[^/]+|\/ingest)$|^db\/(client|migrate|embedded.*|schema(\/.*)?)$/;

export const clientFilesStayOnTheirSide: Rule = (sources) => {
  const modules = byModule(sources);
  return edges(sources)
    .filter(({ source, to }) => {
      if (to.typeOnly || !isMarked(source, "use client")) return false;
      const target = modules.get(to.from);
      if (target && isMarked(target, "use server")) return false;
      return serverRoom.test(to.from) || (target !== undefined && isServerOnly(target));
    })
    .map(
      ({ source, to }) =>
        `${source.path} imports ${to.from}: client files may import actions, schemas, pure files and db/enums.`,
    );
};

export const noCycles: Rule = (sources) => {
  const modules = byModule(sources.filter((s) => isCode(s.path)));
  const state = new Map<string, "open" | "done">();
  const found: string[] = [];
  const visit = (name: string, trail: string[]): void => {
    if (state.get(name) === "done") return;
    if (state.get(name) === "open") {
      found.push(`${[...trail.slice(trail.indexOf(name)), name].join(" -> ")}: an import cycle.`);
      return;
    }
    state.set(name, "open");
    const source = modules.get(name);
    for (const to of source ? importsOf(source) : [])
      if (!to.typeOnly && modules.has(to.from)) visit(to.from, [...trail, name]);
    state.set(name, "done");
  };
  for (const name of modules.keys()) visit(name, []);
  return found;
};
