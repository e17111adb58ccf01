import { expect, test } from "vitest";
import { filterCommands } from "./filter-commands";

const groups = [
  {
    heading: "Go to",
    commands: [
      { id: "1", label: "Audit" },
      { id: "2", label: "Models" },
    ],
  },
  { heading: "Act", commands: [{ id: "3", label: "Compare", keywords: ["audit"] }] },
  { heading: "None", commands: [] },
];
const score = (text: string, query: string, keywords: string[] = []) =>
  text.toLowerCase().includes(query) ? 1 : keywords.includes(query) ? 0.5 : 0;

test("an empty query keeps every command and drops empty groups", () => {
  expect(filterCommands(groups, "", score).map((group) => group.heading)).toEqual(["Go to", "Act"]);
});

test("a query keeps what it finds by label or keyword", () => {
  const ids = filterCommands(groups, "audit", score).flatMap((group) => group.commands.map((command) => command.id));
  expect(ids).toEqual(["1", "3"]);
});

test("a query that finds nothing leaves nothing", () => {
  expect(filterCommands(groups, "zzz", score)).toEqual([]);
});
