import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSource } from "./source";

const hex = "0123456789abcdef0123456789abcdef";

describe("readSource", () => {
  it.each([
    [`models:/m-${hex}`, { kind: "logged_model", modelId: `m-${hex}` }],
    ["models:/eligibility/3", { kind: "version", name: "eligibility", version: "3", alias: null }],
    ["models:/eligibility@champion", { kind: "version", name: "eligibility", version: null, alias: "champion" }],
    [`runs:/${hex}/model`, { kind: "run", runId: hex, path: "model" }],
    [`mlflow-artifacts:/1/${hex}/artifacts/model`, { kind: "artifact", path: `1/${hex}/artifacts/model` }],
    ["mlflow-artifacts:/models/foo///bar", { kind: "artifact", path: "models/foo/bar" }],
    ["mlflow-artifacts://host:9000/models/artifact/..../", { kind: "artifact", path: "models/artifact/...." }],
    [
      `https://host/api/2.0/mlflow-artifacts/artifacts/1/${hex}/artifacts`,
      { kind: "artifact", path: `1/${hex}/artifacts` },
    ],
    ["s3://bucket/a.b/..m/model", { kind: "elsewhere", scheme: "s3" }],
    ["dbfs:/models/a", { kind: "elsewhere", scheme: "dbfs" }],
  ])("reads %s", (text, source) => expect(readSource(text)).toEqual({ ok: true, source }));

  // The forms that upstream's own tests post and expect to be refused, and more of their kind.
  it.each([
    ["mlflow-artifacts://host:9000/models/../../../", "If supplying a source as an http, https,"],
    ["http://host:9000/models/../../../", "If supplying a source as an http, https,"],
    ["https://host/api/2.0/mlflow-artifacts/artifacts/../../../", "If supplying a source as an http, https,"],
    ["s3a://my_bucket/api/2.0/mlflow-artifacts/artifacts/../../../", "If supplying a source as an http, https,"],
    ["ftp://host:8888/api/2.0/mlflow-artifacts/artifacts/../../../", "If supplying a source as an http, https,"],
    ["mlflow-artifacts://host:9000/models/..%2f..%2fartifacts", "If supplying a source as an http, https,"],
    ["mlflow-artifacts://host:9000/models/artifact%00", "If supplying a source as an http, https,"],
    [`dbfs:/${hex}/artifacts/a%3f/../../../../../../../../../../`, "Invalid model version source"],
    ["mlflow-artifacts:/models/%252e%252e/%252e%252e/etc", "If supplying a source as an http, https,"],
    ["s3:/my_bucket/models/path/../../other/path", "If supplying a source as an http, https,"],
    ["mlflow-artifacts:/a/..\\..\\b", "If supplying a source as an http, https,"],
    ["mlflow-artifacts:/a/./b", "If supplying a source as an http, https,"],
    [`runs:/${hex}/../../x`, "If supplying a source as an http, https,"],
    ["mlflow-artifacts:/a/%ff..%2f..%2fb", "If supplying a source as an http, https,"],
    ["/tmp", "To use a local path as a model version source"],
    ["file:///tmp", "To use a local path as a model version source"],
    ["file://123.456.789.123/path/to/source", "To use a local path as a model version source"],
    ["./model", "To use a local path as a model version source"],
    ["~/model", "To use a local path as a model version source"],
    ["C:\\models\\a", "To use a local path as a model version source"],
    ["model", "To use a local path as a model version source"],
    ["javascript:alert(1)", "The scheme javascript is not supported"],
    ["models:/", "Invalid model version source"],
    ["models:/a/b", "Invalid model version source"],
    ["models://other-host/a/1", "must be of this server"],
    ["runs://other-host/x", "must be of this server"],
    ["https://host/a?b=c", "without query and fragment"],
    [`s3://${"x".repeat(3_000)}`, "more than 2048 characters"],
  ])("refuses %s", (text, why) => {
    const reading = readSource(text);
    expect(reading.ok ? reading.source : reading.message).toContain(why);
  });

  it("lets no parent folder through, however it is encoded", () => {
    const dots = fc.constantFrom("..", "%2e%2e", "%2E.", ".%2e", "%252e%252e", "%25252e.");
    const slash = fc.constantFrom("/", "%2f", "%2F", "%252f");
    const start = fc.constantFrom("mlflow-artifacts:/", "s3://b/", "http://h/", "runs:/r/", "dbfs:/");
    fc.assert(
      fc.property(
        start,
        fc.array(fc.tuple(fc.stringMatching(/^[a-z]{0,4}$/), slash), { maxLength: 3 }),
        dots,
        slash,
        (from, folders, up, end) => {
          const text = `${from}${folders.map(([name, sep]) => name + sep).join("")}${up}${end}x`;
          expect(readSource(text).ok, text).toBe(false);
        },
      ),
    );
  });

  it("throws nothing, whatever is sent", () => {
    fc.assert(fc.property(fc.string({ maxLength: 60 }), (text) => void readSource(text)));
  });
});
