import { describe, expect, test } from "vitest";
import { noBarrels, noLongFiles, noSilencedTypes, rulesArePure } from "./file-rules";
import {
  areasKnowOnlyTheirOwn,
  clientFilesStayOnTheirSide,
  importsGoOneWay,
  noCycles,
  sharedComponentsKnowNoProduct,
  testHelpersStayInTests,
} from "./import-rules";
import { importsOf, type Rule, type Source, withoutComments } from "./source";
import { pagesAskForTheirPermission, type Surface, surfaceIsComplete } from "./surface-rules";
import { commandsAreAudited, commandsAuthorize } from "./write-rules";

const files = (texts: Record<string, string>): Source[] =>
  Object.entries(texts).map(([path, text]) => ({ path, text }));
const from = (name: string) => `import { x } from "${name}";\n`;

/** Each row: the rule, sources that break it, and the same sources put right. */
const cases: [string, Rule, Record<string, string>, Record<string, string>][] = [
  [
    "lib imports a component",
    importsGoOneWay,
    { "lib/a/b.ts": from("@/components/ui/button") },
    { "components/a/b.tsx": from("@/lib/paths") },
  ],
  ["db imports lib", importsGoOneWay, { "db/a.ts": from("../lib/paths") }, { "db/a.ts": from("./client") }],
  [
    "an area imports against the direction",
    areasKnowOnlyTheirOwn,
    { "lib/models/a.ts": from("@/lib/promotions/b") },
    { "lib/promotions/a.ts": from("../models/b") },
  ],
  [
    "an area reaches past the job door",
    areasKnowOnlyTheirOwn,
    { "lib/models/a.ts": from("@/lib/jobs/worker") },
    { "lib/models/a.ts": from("@/lib/jobs/queue") },
  ],
  [
    "a room nobody knows",
    areasKnowOnlyTheirOwn,
    { "lib/misc/a.ts": from("@/lib/models/b") },
    { "lib/demo/a.ts": from("@/lib/models/b") },
  ],
  [
    "a primitive knows a product word",
    sharedComponentsKnowNoProduct,
    { "components/ui/a.tsx": from("@/lib/models/b") },
    { "components/ui/a.tsx": from("@/lib/format") },
  ],
  [
    "a client file imports a query",
    clientFilesStayOnTheirSide,
    { "components/a.tsx": `"use client";\n${from("@/lib/models/queries")}` },
    { "components/a.tsx": `"use client";\nimport type { X } from "@/lib/models/queries";` },
  ],
  [
    "a client file imports a server-only file",
    clientFilesStayOnTheirSide,
    { "components/a.tsx": `"use client";\n${from("@/lib/b")}`, "lib/b.ts": 'import "server-only";' },
    { "components/a.tsx": `"use client";\n${from("@/lib/b")}`, "lib/b.ts": '"use server";\nimport "server-only";' },
  ],
  [
    "product code uses a test helper",
    testHelpersStayInTests,
    { "lib/a/b.ts": from("@/db/testing") },
    { "lib/a/b.test.ts": from("@/db/testing") },
  ],
  [
    "two files import each other",
    noCycles,
    { "lib/a.ts": from("./b"), "lib/b.ts": from("./a") },
    { "lib/a.ts": from("./b"), "lib/b.ts": 'import type { X } from "./a";' },
  ],
  [
    "a rule reads the clock",
    rulesArePure,
    { "lib/models/a.ts": "export const f = () => Date.now();" },
    { "lib/models/a.ts": 'import "server-only";\nexport const f = () => Date.now();' },
  ],
  [
    "a rule reads the database",
    rulesArePure,
    { "lib/models/a.ts": from("@/db/client") },
    { "lib/models/a.ts": from("@/db/enums") },
  ],
  [
    "a command does not authorize",
    commandsAuthorize,
    {
      "lib/a/commands/b.ts": `${from("@/lib/auth/authorize")}// authorize(ctx, "x")\nexport async function b() {\n}\n`,
    },
    { "lib/a/commands/b.ts": 'export async function b() {\n  authorize(ctx, "x");\n}\n' },
  ],
  [
    "a command leaves no trace in the log",
    commandsAreAudited,
    {
      "lib/a/commands/b.ts": `import { write } from "../write";\nexport async function b() {\n  write();\n}\n`,
      "lib/a/write.ts": "export function write() {\n}\nexport function other() {\n  appendAudit();\n}\n",
    },
    {
      "lib/a/commands/b.ts": `import { write } from "../write";\nexport async function b() {\n  write();\n}\n`,
      "lib/a/write.ts": "export function write(\n  a: string,\n): void {\n  appendAudit();\n}\n",
    },
  ],
  ["a file is too long", noLongFiles, { "lib/a.ts": "x\n".repeat(301) }, { "lib/a.ts": "x\n".repeat(300) }],
  ["a barrel", noBarrels, { "lib/a/index.ts": "" }, { "db/schema/index.ts": "" }],
  ["a silenced type", noSilencedTypes, { "lib/a.ts": "// @ts-ignore\n" }, { "lib/a.ts": "// never ignore types\n" }],
];

test.each(cases)("%s", (_, rule, broken, right) => {
  expect(rule(files(broken))).not.toEqual([]);
  expect(rule(files(right))).toEqual([]);
});

describe("the permission matrix and the tree", () => {
  const surface: Surface = {
    pages: { "p/[project]/models": "model.edit" },
    routes: { "GET api/x": "public" },
    actions: { editAction: "model.edit" },
  };
  const tree = {
    "app/p/[project]/models/page.tsx": 'const { ctx } = await requirePage(params, "model.edit");',
    "app/api/x/route.ts": "export const GET = mount(x);",
    "lib/models/actions.ts": '"use server";\nexport const editAction = defineAction(edit);',
  };

  test("agree", () => {
    expect(surfaceIsComplete(files(tree), surface)).toEqual([]);
    expect(pagesAskForTheirPermission(files(tree), surface)).toEqual([]);
  });

  test.each([
    ["a page without a row", { "app/new/page.tsx": "" }, '"new" has no row'],
    [
      "a route method without a row",
      { "app/api/x/route.ts": "const h = 1;\nexport { h as GET, h as POST };" },
      '"POST api/x" has no row',
    ],
    [
      "an action without a row",
      { "lib/models/actions.ts": '"use server";\nexport async function editAction() {}\nexport const other = 1;' },
      '"other" has no row',
    ],
  ])("%s fails", (_, more, message) => {
    expect(surfaceIsComplete(files({ ...tree, ...more }), surface).join()).toContain(message);
  });

  test("a row that leads nowhere fails", () => {
    expect(surfaceIsComplete(files({ ...tree, "app/api/x/route.ts": "" }), surface).join()).toContain("leads nowhere");
  });

  test("a page that asks for less than its row fails", () => {
    const page = { "app/p/[project]/models/page.tsx": 'await requirePage(params, "project.view");' };
    expect(pagesAskForTheirPermission(files({ ...tree, ...page }), surface).join()).toContain("asks for project.view");
  });
});

describe("reading sources", () => {
  const read = (text: string) => importsOf({ path: "lib/models/commands/a.ts", text });

  test("finds every kind of import and where it leads", () => {
    const text = `import a, { b as c, type D } from "@/lib/x";\nimport * as n from "../y";\nimport type { T } from "./t";\nimport { type U } from "pkg";
import "server-only";\nexport { e } from "./e.js";\nexport * from "./all";\nconst l = await import("./lazy");\nimport {\n  f,\n  g,\n} from "./many";`;
    expect(read(text).map(({ from: name, typeOnly, names }) => [name, typeOnly, names])).toEqual([
      ["lib/x", false, ["b"]],
      ["lib/models/y", false, []],
      ["lib/models/commands/t", true, ["T"]],
      ["pkg", true, []],
      ["lib/models/commands/e", false, ["e"]],
      ["lib/models/commands/all", false, []],
      ["lib/models/commands/many", false, ["f", "g"]],
      ["server-only", false, []],
      ["lib/models/commands/lazy", false, []],
    ]);
  });

  test("does not read comments, and does not take strings for comments", () => {
    expect(read('// import { a } from "./a";\n/* import "./b"; */')).toEqual([]);
    expect(withoutComments('const url = "https://x"; // gone')).toBe('const url = "https://x";        ');
  });
});
