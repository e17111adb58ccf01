import { describe, expect, it, test } from "vitest";
import { anchorOptions, anchorRefusal, viewAnchor } from "./anchor";
import { editRefusal } from "./editing";
import { threadsAbout } from "./thread-links";

const gates = [
  { id: "rollback-plan", title: "Rollback plan" },
  { id: "roc-auc", title: "ROC AUC" },
];

describe("an anchor", () => {
  test.each([
    ["roc-auc", "gate", "ROC AUC", "#gate-roc-auc"],
    ["rollback-plan", "gate", "Rollback plan", "#gate-rollback-plan"],
    ["rollout-plan", "field", "Rollout plan", "#rollout-plan"],
    ["field:rollbackPlan", "field", "Rollback plan", "#rollback-plan"],
    ["slice:sex=Female", "slice", "sex=Female", "#slices"],
    ["gone", "gate", "gone", "#gates"],
  ])("%s leads to its place", (anchor, kind, label, href) => {
    expect(viewAnchor(anchor, gates)).toEqual({ kind, label, href });
  });

  it("is offered once, and only what can be shown is taken", () => {
    const { gates: g, slices, fields } = anchorOptions(gates, ["sex=Female"]);
    const values = [...g, ...slices, ...fields].map((option) => option.value);
    expect(new Set(values).size).toBe(values.length);
    for (const value of values) expect(anchorRefusal(value, gates)).toBeNull();
    for (const value of ["", "nothing", "slice:", "slice:=x", "field:other"])
      expect(anchorRefusal(value, gates)).toContain("choose one");
  });
});

test("a row links to its first unresolved thread, or to where one is started", () => {
  const thread = (id: string, resolved: boolean) => ({ id, anchor: "a", resolvedAt: resolved ? new Date(0) : null });
  expect(threadsAbout([thread("1", true), thread("2", false)], "a", "/p")).toEqual({
    count: 2,
    unresolved: 1,
    href: "#thread-2",
  });
  expect(threadsAbout([], "slice:h=<35", "/p").href).toBe("/p?about=slice%3Ah%3D%3C35#discussion");
});

test.each([
  ["maya", 23, false, null],
  ["rosa", 1, false, "author"],
  ["maya", 25, false, "24 hours"],
  ["maya", 1, true, "resolved"],
])("%s edits after %i h, resolved %s", (who, hours, isResolved, reason) => {
  const comment = { userId: "maya", createdAt: new Date(0), isResolved };
  const refusal = editRefusal(comment, who, new Date(hours * 3_600_000));
  if (reason === null) expect(refusal).toBeNull();
  else expect(refusal).toContain(reason);
});
