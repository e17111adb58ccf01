import {
  importsOf,
  isCode,
  isMarked,
  isServerOnly,
  isTest,
  isTesting,
  type Rule,
  type Source,
  withoutComments,
} from "./source";

const longest = 300;
/** One file on purpose: it has to travel alone. */
const longerOnPurpose: ReadonlyMap<string, number> = new Map([["public/verify.mjs", 400]]);

export const noLongFiles: Rule = (sources) =>
  sources.flatMap(({ path, text }) => {
    const lines = text.trimEnd().split("\n").length;
    const most = longerOnPurpose.get(path) ?? longest;
    return lines > most ? [`${path} has ${lines} lines: split it, ${most} is the most.`] : [];
  });

export const noBarrels: Rule = (sources) =>
  sources
    .filter(({ path }) => /(^|\/)index\.(tsx?|js|mjs)$/.test(path) && path !== "db/schema/index.ts")
    .map(({ path }) => `${path}: no index files; import the file itself.`);

export const noSilencedTypes: Rule = (sources) =>
  sources
    .filter(
      ({ path, text }) =>
        isCode(path) && !path.startsWith("lib/architecture") && /@ts-(ignore|nocheck|expect-error)/.test(text),
    )
    .map(({ path }) => `${path} silences the type checker: say what the type is.`);

/** Rooms whose files are either marked `server-only` or pure. */
const pureRooms =
  /^lib\/(experiments|lineage|governance|models|promotions|deployments|monitoring|projects|stats|filter|audit|auth)\//;

const impure: readonly [RegExp, string][] = [
  [/\bnew Date\(\s*\)|\bDate\.now\(|\bperformance\.now\(/, "reads the clock"],
  [/\bMath\.random\(|\brandomBytes\(|\brandomUUID\(|\bgetRandomValues\(/, "draws random numbers"],
  [/\bprocess\.env\b/, "reads the environment"],
  [/\bfetch\(/, "talks to the network"],
];

function whyImpure(source: Source): string[] {
  const text = withoutComments(source.text);
  const does = impure.filter(([pattern]) => pattern.test(text)).map(([, what]) => what);
  const imports = importsOf(source)
    .filter((to) => !to.typeOnly)
    .filter(
      ({ from }) =>
        (from.startsWith("db/") && from !== "db/enums") ||
        /^(node:)?(fs|net|http|https|child_process|os|dns)(\/|$)/.test(from),
    )
    .map(({ from }) => `imports ${from}`);
  return [...does, ...imports];
}

export const rulesArePure: Rule = (sources) =>
  sources
    .filter((s) => pureRooms.test(s.path) && isCode(s.path) && !isTest(s.path) && !isTesting(s.path))
    .filter((s) => !isServerOnly(s) && !isMarked(s, "use server"))
    .flatMap((s) =>
      whyImpure(s).map(
        (why) => `${s.path} ${why}: a file in lib/<area> is pure, or says so with import "server-only".`,
      ),
    );
