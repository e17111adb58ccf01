import { describe, expect, it } from "vitest";
import { attachment, contentTypeOf } from "./artifact-response";

describe("downloads", () => {
  it.each([
    ["a.txt", "text/plain; charset=utf-8"],
    ["model/MLmodel", "text/plain; charset=utf-8"],
    ["conda.yaml", "text/plain; charset=utf-8"],
    ["python_model.pkl", "application/octet-stream"],
    ["plot.PNG", "image/png"],
    ["report.json", "application/json"],
    ["page.html", "text/plain; charset=utf-8"],
    ["drawing.svg", "text/plain; charset=utf-8"],
    ["feed.xml", "text/plain; charset=utf-8"],
    ["code.js", "text/plain; charset=utf-8"],
    ["archive.mht", "application/octet-stream"],
    ["no ending", "application/octet-stream"],
  ])("%s goes out as %s", (path, type) => {
    expect(contentTypeOf(path)).toBe(type);
  });

  it("name the file without a way out of the header", () => {
    expect(attachment('d/a"; x="\r\nSet-Cookie: y.txt')).not.toMatch(/[\r\n]|x="/);
    expect(attachment("d/größe (1).csv")).toBe(
      `attachment; filename="gr__e (1).csv"; filename*=UTF-8''gr%C3%B6%C3%9Fe%20%281%29.csv`,
    );
  });
});
