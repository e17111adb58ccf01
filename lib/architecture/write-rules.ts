import { byModule, importsOf, isTest, type Rule, type Source, withoutComments } from "./source";

const isCommand = (path: string) =>
  /^lib\/[\w-]+\/(?:[\w-]+\/)?commands\/[\w-]+\.ts$/.test(path) && !isTest(path) && !path.includes("testing");

/** Text of one top-level declaration; the files are formatted, so it ends at the first unindented closing brace. */
function declaration(source: Source, name: string): string {
  const text = withoutComments(source.text);
  const start = new RegExp(`(?:^|\\n)(?:export )?(?:async )?(?:function\\*? ${name}\\b|const ${name}\\b)`).exec(text);
  if (!start) return "";
  const rest = text.slice(start.index + 1);
  const end = /\n(?:\}|\);|\];?|export |function |async |const |type |class )/.exec(rest);
  const oneLine = /^[^\n]*;\n/.exec(rest)?.[0];
  if (oneLine && !/\{\s*\n?$/.test(oneLine.trimEnd())) return oneLine;
  return end ? rest.slice(0, end.index + 2) : rest;
}

/** Whether running the command file can call `target`: itself, or through functions it imports and calls. */
function reaches(
  target: RegExp,
  source: Source,
  body: string,
  modules: Map<string, Source>,
  seen = new Set<string>(),
): boolean {
  if (target.test(body)) return true;
  const calls = (name: string) => new RegExp(`\\b${name}\\b`).test(body);
  const local = [
    ...withoutComments(source.text).matchAll(/(?:^|\n)(?:export )?(?:async )?(?:function|const) (\w+)/g),
  ].map(([, name = ""]) => ({ file: source, name }));
  const imported = importsOf(source).flatMap(({ from, typeOnly, names }) => {
    const file = typeOnly ? undefined : modules.get(from);
    return file ? names.map((name) => ({ file, name })) : [];
  });
  return [...local, ...imported].some(({ file, name }) => {
    const key = `${file.path}#${name}`;
    if (seen.has(key) || !calls(name)) return false;
    seen.add(key);
    return reaches(target, file, declaration(file, name), modules, seen);
  });
}

const bodyOf = (source: Source) => withoutComments(source.text).replace(/(?:^|\n)\s*import[^;]*;/g, "");

const misses = (target: RegExp, sources: Source[]) => {
  const modules = byModule(sources);
  return sources.filter((s) => isCommand(s.path) && !reaches(target, s, bodyOf(s), modules));
};

export const commandsAuthorize: Rule = (sources) =>
  misses(/\bauthorize\(/, sources).map(
    ({ path }) => `${path} never calls authorize(): its first line asks the permission matrix.`,
  );

export const commandsAreAudited: Rule = (sources) =>
  misses(/\bappendAudit\(/, sources).map(
    ({ path }) => `${path} never appends an audit event: what a command does is in the log.`,
  );
