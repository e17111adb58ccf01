import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeJunit, parseJunit } from "./junit";
import { jestReport, largeReport, nestedReport, pytestReport } from "./junit-testing";

const read = (text: string) => parseJunit(Buffer.from(text, "utf8"));

describe("reports of test runners", () => {
  it("reads pytest: failures, errors and skipped are told apart, entities and character references are resolved", () => {
    expect(read(pytestReport)).toEqual({
      status: "failed",
      counts: { total: 5, passed: 2, failed: 1, errors: 1, skipped: 1 },
      seconds: 2.431,
      cases: [
        {
          suite: "tests.test_features",
          name: "test_hours_band[<35]",
          status: "failed",
          message: "AssertionError: assert '35-40' == '<35'\n  \n  - <35\n  + 35-40",
          seconds: 0.003,
        },
        {
          suite: "tests.test_snapshot",
          name: "test_digest",
          status: "error",
          message: 'failed on setup with "FileNotFoundError: adult-train-2026-08.parquet"',
          seconds: 0,
        },
      ],
      casesLeftOut: 0,
    });
  });

  it("reads jest-junit: the text stands in for a missing message, without colour codes", () => {
    const report = read(jestReport);
    expect(report).toMatchObject({
      status: "failed",
      counts: { total: 3, passed: 2, failed: 1, errors: 0, skipped: 0 },
      seconds: 4.182,
    });
    expect(report.cases[0]?.message).toBe(
      "Error: expect(received).toBe(expected)\n\nExpected: 422\nReceived: 200\n    at Object.<anonymous> (contract.test.js:31:27)",
    );
  });

  it("reads suites in suites and character data", () => {
    expect(read(nestedReport)).toMatchObject({
      status: "failed",
      counts: { total: 4, passed: 1, failed: 2, errors: 0, skipped: 1 },
      seconds: 1204.5,
      cases: [
        { suite: "SchemaTest", name: "hours is a double", message: 'expected <double> but was <string> & "x"' },
        { suite: "schema.outputs", name: "score in [0, 1]", message: "" },
      ],
    });
  });

  it("reads 5,000 cases and lists the first fifty that failed", () => {
    const report = read(largeReport(5000, 10));
    expect(report.counts).toEqual({ total: 5000, passed: 4500, failed: 500, errors: 0, skipped: 0 });
    expect(report.cases).toHaveLength(50);
    expect(report.casesLeftOut).toBe(450);
    expect(report.cases[1]).toEqual({
      suite: "tests.test_rows",
      name: "row[10]",
      status: "failed",
      message: "row 10",
      seconds: 0.01,
    });
    expect(report.seconds).toBe(50);
  });

  it.each([
    ["one suite as the root", '<testsuite name="s"><testcase name="a"/></testsuite>', "passed"],
    ["nothing ran", "<testsuites/>", "skipped"],
    ["all skipped", '<testsuite><testcase name="a"><skipped/></testcase></testsuite>', "skipped"],
    ["only errors", '<testsuite><testcase name="a"><error/></testcase></testsuite>', "error"],
    ["a crash that is only counted", '<testsuite errors="1"><testcase name="a"/></testsuite>', "error"],
    [
      "a failure that is only counted, in an outer suite",
      '<testsuites failures="2"><testsuite><testcase name="a"/></testsuite></testsuites>',
      "failed",
    ],
    ["a namespace", '<j:testsuite xmlns:j="urn:junit"><j:testcase name="a"/></j:testsuite>', "passed"],
  ])("%s", (_name, text, status) => {
    expect(read(text).status).toBe(status);
  });

  it("reads another encoding by its declaration or its byte order mark", () => {
    const latin = Buffer.from(
      '<?xml version="1.0" encoding="ISO-8859-1"?><testsuite><testcase name="Größe"><failure message="ß"/></testcase></testsuite>',
      "latin1",
    );
    expect(parseJunit(latin).cases[0]).toMatchObject({ name: "Größe", message: "ß" });
    const wide = Buffer.from('\ufeff<testsuite><testcase name="日本"><failure/></testcase></testsuite>', "utf16le");
    expect(parseJunit(wide).cases[0]?.name).toBe("日本");
  });

  it("adds several files up to one report", () => {
    const merged = mergeJunit([read(pytestReport), read(jestReport), read(largeReport(60, 1))]);
    expect(merged.counts).toEqual({ total: 68, passed: 4, failed: 62, errors: 1, skipped: 1 });
    expect([merged.cases.length, merged.casesLeftOut, merged.status]).toEqual([50, 13, "failed"]);
  });

  it("always adds up, whatever the mixture of suites and cases", () => {
    const testcase = fc
      .constantFrom("", "<failure/>", "<error/>", "<skipped/>", "<failure/><error/>")
      .map((inner) => `<testcase name="c">${inner}</testcase>`);
    const { suite } = fc.letrec<{ suite: string }>((tie) => ({
      suite: fc
        .array(fc.oneof({ depthSize: "small" }, testcase, tie("suite")), { maxLength: 6 })
        .map((parts) => `<testsuite>${parts.join("")}</testsuite>`),
    }));
    fc.assert(
      fc.property(suite, (text) => {
        const { counts, status, cases, casesLeftOut } = read(text);
        const { total, passed, failed, errors, skipped } = counts;
        expect(total).toBe((text.match(/<testcase/g) ?? []).length);
        expect(passed + failed + errors + skipped).toBe(total);
        expect(cases.length + casesLeftOut).toBe(failed + errors);
        expect(status === "passed").toBe(failed + errors === 0 && passed > 0);
      }),
    );
  });
});

describe("reports that are refused", () => {
  const bomb = `<!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from({ length: 9 }, (_, i) => `<!ENTITY lol${i + 1} "${`&lol${i || ""};`.repeat(10)}">`).join("")}]>\n<testsuite name="&lol9;"/>`;
  it.each([
    ["an empty file", "", "report: the file is empty; send the XML that the test runner wrote"],
    ["no XML", "5 passed in 0.3s", "report: line 1, column 1: char '5' is not expected"],
    [
      "a tag that is not closed",
      "<testsuite>\n<testcase name='a'>\n</testsuite>",
      /^report: line 3, column 1: Expected closing tag 'testcase'/,
    ],
    ["a file that was cut", `${pytestReport.slice(0, 900)}`, /^report: /],
    ["an attribute without quotes", "<testsuite>\n  <testcase name=a/></testsuite>", /^report: line 2, column \d+: /],
    ["two roots", "<testsuite/><testsuites/>", "report: line 1: the file must have exactly one root element"],
    [
      "another document",
      "<html><body/></html>",
      "report: line 1: the root element is <html>; a JUnit report begins with <testsuites> or <testsuite>",
    ],
    [
      "entities that grow",
      bomb,
      "report: line 1: <!DOCTYPE is not accepted; a JUnit report needs no document type and no entities",
    ],
    [
      "a file of this machine",
      '<?xml version="1.0"?>\n<!DOCTYPE t [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<testsuite name="&x;"/>',
      /^report: line 2: <!DOCTYPE is not accepted/,
    ],
    [
      "suites without end",
      "<testsuite>".repeat(5000) + "</testsuite>".repeat(5000),
      "report: elements are nested deeper than 50 levels",
    ],
    ["comments without end", `<testsuite>${"<!--".repeat(500_000)}`, /^report: /],
    ["a name that means something to JavaScript", '<testsuite __proto__="x"/>', /^report: .*Invalid name/],
    [
      "an unknown encoding",
      '<?xml version="1.0" encoding="klingon"?><testsuite/>',
      'report: line 1: the encoding "klingon" is not known; send it as UTF-8',
    ],
  ])("%s", (_name, text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  it("refuses bytes that are no UTF-8, and leaves unknown entities as they stand", () => {
    expect(() => parseJunit(Buffer.from([0x3c, 0x61, 0xff, 0x3e]))).toThrow(
      "report: line 1: the file is not utf-8; send it as UTF-8",
    );
    expect(read('<testsuite><testcase name="&lol;"><failure/></testcase></testsuite>').cases[0]?.name).toBe("&lol;");
  });

  it("takes a document type inside character data for what it is, text", () => {
    const text = "<testsuite><testcase name='a'><failure><![CDATA[<!DOCTYPE html>]]></failure></testcase></testsuite>";
    expect(read(text).cases[0]?.message).toBe("<!DOCTYPE html>");
  });
});
