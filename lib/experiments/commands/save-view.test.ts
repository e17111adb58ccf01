import { beforeAll, describe, expect, it } from "vitest";
import { testDb } from "@/db/testing";
import { auditedActions, createTestProject, signedIn } from "@/lib/auth/testing";
import type { UserContext } from "@/lib/context";
import { defaultView, isUnchanged, type SaveView } from "../saved-view";
import { listSavedViews } from "../saved-views-query";
import { deleteView } from "./delete-view";
import { saveView } from "./save-view";

const { db } = await testDb();
let ada: UserContext;
let ben: UserContext;
let viewer: UserContext;
let stranger: UserContext;

beforeAll(async () => {
  const project = await createTestProject(db, "views");
  const other = await createTestProject(db, "elsewhere");
  ada = await signedIn(db, project, "ada", ["data_scientist"]);
  ben = await signedIn(db, project, "ben", ["data_scientist"]);
  viewer = await signedIn(db, project, "vera", ["viewer"]);
  stranger = await signedIn(db, other, "sam", ["admin"]);
});

const view = (more: Partial<SaveView> = {}): SaveView => ({
  name: "Best",
  experimentId: null,
  shared: false,
  isDefault: false,
  params: { sort: "-metric:roc_auc" },
  ...more,
});
const names = async (ctx: UserContext) => (await listSavedViews(ctx, null)).map((v) => v.name);

describe("views of the run table", () => {
  it("are one's own, and the same name replaces", async () => {
    const { id } = await saveView(ada, view());
    expect(await saveView(ada, view({ name: "best", params: { q: "status = FAILED" } }))).toEqual({ id });
    const [kept] = await listSavedViews(ada, null);
    expect(kept).toMatchObject({ id, name: "best", params: { q: "status = FAILED" } });
    expect(kept && isUnchanged(kept, { q: "status = FAILED", saved: id })).toBe(true);
    expect(kept && isUnchanged(kept, { q: "status = FAILED", sort: "name" })).toBe(false);
    expect(await names(ben)).toEqual([]);
    await expect(deleteView(ben, { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await auditedActions(db, id)).toEqual([]);
    await deleteView(ada, { id });
    expect(await names(ada)).toEqual([]);
  });

  it("of the team are everyone's, are shared only by those who may, and are in the log", async () => {
    const { id } = await saveView(ada, view({ name: "Team", shared: true, isDefault: true }));
    expect(await names(viewer)).toEqual(["Team"]);
    expect(await names(stranger)).toEqual([]);
    await expect(saveView(viewer, view({ shared: true }))).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(deleteView(viewer, { id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(deleteView(stranger, { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await saveView(ben, view({ name: "Mine", isDefault: true }));
    expect(defaultView(await listSavedViews(ben, null))?.name).toBe("Mine");
    expect(defaultView(await listSavedViews(ada, null))?.name).toBe("Team");
    await saveView(ben, view({ name: "Other", isDefault: true }));
    expect((await listSavedViews(ben, null)).filter((v) => v.isDefault).map((v) => v.name)).toEqual(["Other", "Team"]);
    await deleteView(ben, { id });
    expect(await auditedActions(db, id)).toEqual(["view.saved", "view.deleted"]);
  });

  it("refuse odd input by its field, and take names in any script", async () => {
    await expect(saveView(ada, view({ name: " " }))).rejects.toThrow(/Give the view a name/);
    await expect(saveView(ada, view({ experimentId: "nowhere" }))).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(saveView(ada, view({ params: { q: "x".repeat(9000) } }))).rejects.toThrow(/8000/);
    await expect(saveView(ada, view({ params: { rogue: "x" } as never }))).rejects.toThrow();
    await saveView(ada, view({ name: "نموذج 🚀" }));
    expect(await names(ada)).toContain("نموذج 🚀");
  });

  it("survive two people saving the same team view at once", async () => {
    const saved = await Promise.all(
      [ada, ben, ada, ben].map((ctx) => saveView(ctx, view({ name: "Race", shared: true }))),
    );
    expect(new Set(saved.map(({ id }) => id)).size).toBe(1);
  });
});
