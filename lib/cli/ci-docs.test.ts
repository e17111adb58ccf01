import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

const root = join(import.meta.dirname, "../..");
const text = readFileSync(join(root, "docs/ci.md"), "utf8");
const blocks = [...text.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(([, language = "", code = ""]) => ({
  language,
  code,
}));
const help = (command: string) =>
  execFileSync(process.execPath, [join(root, "public/countersign.mjs"), command, "--help"], { encoding: "utf8" });
const commands = blocks.flatMap(({ code }) =>
  [...code.matchAll(/countersign\.mjs (\w+)([^\n]*)/g)].map(([line, name = "", rest = ""]) => ({ line, name, rest })),
);

describe("docs/ci.md", () => {
  it.each(commands)("$line uses options that exist", ({ name, rest }) => {
    const known = help(name);
    for (const [, option = ""] of rest.matchAll(/ (--[a-z-]+)/g)) expect(known).toContain(option);
  });

  it("has workflows that are YAML with jobs that run", () => {
    const [github, gitlab] = blocks.filter(({ language }) => language === "yaml").map(({ code }) => parse(code));
    expect(Object.keys(github.jobs)).toEqual(["features", "train-and-ask"]);
    for (const job of Object.values<{ steps: object[] }>(github.jobs))
      for (const step of job.steps) expect("run" in step || "uses" in step).toBe(true);
    expect(gitlab.report.script.join("\n")).toContain("countersign.mjs check");
  });
});
