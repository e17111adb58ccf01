/** Reports as common test runners write them. */
export const pytestReport = `<?xml version="1.0" encoding="utf-8"?>
<testsuites name="pytest tests"><testsuite name="pytest" errors="1" failures="1" skipped="1" tests="5" time="2.431" timestamp="2026-11-20T08:14:03.118204+00:00" hostname="runner-7">
<testcase classname="tests.test_features" name="test_age_band_edges" time="0.002" />
<testcase classname="tests.test_features" name="test_hours_band[&lt;35]" time="0.003"><failure message="AssertionError: assert '35-40' == '&lt;35'&#10;  &#10;  - &lt;35&#10;  + 35-40">def test_hours_band(value, band):
&gt;       assert hours_band(value) == band
E       AssertionError: assert '35-40' == '&lt;35'

tests/test_features.py:41: AssertionError</failure></testcase>
<testcase classname="tests.test_features" name="test_unknown_country" time="0.001"><skipped type="pytest.skip" message="needs the 2027 code list">/src/tests/test_features.py:58: needs the 2027 code list</skipped></testcase>
<testcase classname="tests.test_features" name="test_größe_und_naïveté_日本語" time="0.004"><system-out><![CDATA[rows=32561 <ok> & done]]></system-out></testcase>
<testcase classname="tests.test_snapshot" name="test_digest" time="0.000"><error message="failed on setup with &quot;FileNotFoundError: adult-train-2026-08.parquet&quot;">@pytest.fixture
E   FileNotFoundError: adult-train-2026-08.parquet</error></testcase>
</testsuite></testsuites>
`;

export const jestReport = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="jest tests" tests="3" failures="1" errors="0" time="4.182">
  <testsuite name="inference contract" errors="0" failures="1" skipped="0" timestamp="2026-11-20T08:15:40" time="1.906" tests="2">
    <testcase classname="inference contract answers for a full row" name="inference contract answers for a full row" time="0.031">
    </testcase>
    <testcase classname="inference contract refuses a missing column" name="inference contract refuses a missing column" time="0.012">
      <failure>Error: \u001b[2mexpect(\u001b[22m\u001b[31mreceived\u001b[39m\u001b[2m).\u001b[22mtoBe\u001b[2m(\u001b[22m\u001b[32mexpected\u001b[39m\u001b[2m)\u001b[22m

Expected: 422
Received: 200
    at Object.&lt;anonymous&gt; (contract.test.js:31:27)</failure>
    </testcase>
  </testsuite>
  <testsuite name="signature" errors="0" failures="0" skipped="0" timestamp="2026-11-20T08:15:41" time="0.44" tests="1">
    <testcase classname="signature has fourteen inputs" name="signature has fourteen inputs" time="0.002"/>
  </testsuite>
</testsuites>
`;

/** Suites in suites, counts only where cases are, times with thousands separators, as some Java tools write them. */
export const nestedReport = `<testsuites>
  <testsuite name="all" time="1,204.5">
    <properties><property name="java.version" value="21"/></properties>
    <testsuite name="schema">
      <testsuite name="schema.inputs">
        <testcase name="age is a double" classname="SchemaTest"/>
        <testcase name="hours is a double" classname="SchemaTest"><failure type="SchemaMismatch"><![CDATA[expected <double> but was <string> & "x"]]></failure></testcase>
      </testsuite>
      <testsuite name="schema.outputs"><testcase name="score in [0, 1]"><failure/></testcase></testsuite>
    </testsuite>
    <testsuite name="off"><testcase name="later" status="notrun"/></testsuite>
  </testsuite>
</testsuites>`;

/** A report of `n` cases of which every `each`-th fails. */
export const largeReport = (n: number, each: number): string =>
  `<testsuites><testsuite name="generated" tests="${n}">${Array.from({ length: n }, (_, i) => {
    const failure = i % each === 0 ? `<failure message="row ${i}">trace of ${i}</failure>` : "";
    return `<testcase classname="tests.test_rows" name="row[${i}]" time="0.010">${failure}</testcase>`;
  }).join("\n")}</testsuite></testsuites>`;
