import { resolve } from "node:path";
import { expect, test } from "vitest";
import { noBarrels, noLongFiles, noSilencedTypes, rulesArePure } from "./architecture/file-rules";
import {
  areasKnowOnlyTheirOwn,
  clientFilesStayOnTheirSide,
  importsGoOneWay,
  noCycles,
  sharedComponentsKnowNoProduct,
  testHelpersStayInTests,
} from "./architecture/import-rules";
import { readSources } from "./architecture/source";
import { pagesAskForTheirPermission, surfaceIsComplete } from "./architecture/surface-rules";
import { commandsAreAudited, commandsAuthorize } from "./architecture/write-rules";
import * as surface from "./auth/surface";

const sources = readSources(resolve(import.meta.dirname, ".."));

test.each([
  ["imports go app -> components -> lib -> db", importsGoOneWay],
  ["areas of lib know only their own", areasKnowOnlyTheirOwn],
  ["shared components know no product", sharedComponentsKnowNoProduct],
  ["client files import nothing of the server", clientFilesStayOnTheirSide],
  ["test helpers stay in tests", testHelpersStayInTests],
  ["there is no import cycle", noCycles],
  ["rules are pure", rulesArePure],
  ["commands authorize", commandsAuthorize],
  ["commands are audited", commandsAreAudited],
  ["no file is too long", noLongFiles],
  ["there are no barrels", noBarrels],
  ["no type is silenced", noSilencedTypes],
])("%s", (_, rule) => {
  expect(rule(sources).join("\n")).toBe("");
});

test("every page, route and action has a row in the permission matrix, and every row leads somewhere", () => {
  expect(surfaceIsComplete(sources, surface).join("\n")).toBe("");
});

test("every page asks for the permission of its row", () => {
  expect(pagesAskForTheirPermission(sources, surface).join("\n")).toBe("");
});
