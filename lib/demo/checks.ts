import { and, eq } from "drizzle-orm";
import type { CiCheckKind } from "@/db/enums";
import { models, modelVersions, runs } from "@/db/schema";
import { parseJunit } from "@/lib/governance/checks/junit";
import type { ReportCheckInput } from "@/lib/governance/checks/schemas";
import { reportCheck } from "@/lib/governance/commands/report-check";
import type { Stage } from "./cast";

type Suite = { kind: CiCheckKind; name: string; suite: string; cases: readonly string[]; seconds: number };

const transformations: Suite = {
  kind: "transformation_tests",
  name: "pytest features",
  suite: "tests.test_features",
  cases: [
    ...["[17]", "[24]", "[25]", "[34]", "[65]", "[90]"].map((age) => `test_age_band_edges${age}`),
    ...["[0]", "[34]", "[35]", "[40]", "[41]", "[99]"].map((hours) => `test_hours_band_edges${hours}`),
    "test_capital_gain_is_log1p",
    "test_capital_loss_is_log1p",
    "test_education_order_is_kept",
    "test_missing_workclass_is_its_own_level",
    "test_native_country_is_grouped_by_region",
    "test_no_row_is_lost",
    "test_transform_is_the_same_twice",
    "test_fit_reads_training_rows_only",
  ],
  seconds: 0.014,
};

const schemas: Suite = {
  kind: "schema_compatibility",
  name: "schemas of consumers",
  suite: "contract.test_consumers",
  cases: [
    "test_portal_sends_every_input",
    "test_case_desk_sends_every_input",
    "test_types_are_wide_enough",
    "test_score_is_a_probability",
  ],
  seconds: 0.006,
};

const smoke: Suite = {
  kind: "training_smoke",
  name: "train on 1,000 rows",
  suite: "tests.test_training",
  cases: ["test_training_ends", "test_loss_falls", "test_same_seed_same_model", "test_artifact_loads_again"],
  seconds: 3.1,
};

const contract: Suite = {
  kind: "inference_contract",
  name: "packaged model",
  suite: "serving.test_contract",
  cases: [
    "test_answers_a_full_row",
    "test_refuses_a_missing_input",
    "test_refuses_text_for_a_number",
    "test_answers_in_200_ms",
    "test_batch_equals_single",
  ],
  seconds: 0.21,
};

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

/** The JUnit report that such a suite writes; `fails` says what the named cases answer instead of passing. */
function junit({ name, suite, cases, seconds }: Suite, fails: Readonly<Record<string, string>>): Buffer {
  const written = cases.map((one, i) => {
    const message = fails[one];
    const failure = message ? `<failure message="${escaped(message)}"/>` : "";
    const time = (seconds * (1 + (i % 5) / 10)).toFixed(3);
    return `<testcase classname="${suite}" name="${escaped(one)}" time="${time}">${failure}</testcase>`;
  });
  return Buffer.from(`<testsuites><testsuite name="${escaped(name)}">${written.join("")}</testsuite></testsuites>`);
}

type Subject = Pick<ReportCheckInput, "commit" | "model" | "version">;

async function report(stage: Stage, suite: Suite, subject: Subject, fails: Readonly<Record<string, string>> = {}) {
  const { kind, name } = suite;
  const now = stage.clock.now();
  const url = `https://ci.example.org/census-income/jobs/${Math.floor(now.getTime() / 60_000) % 100_000}`;
  await reportCheck(stage.ci, {
    kind,
    name,
    ...subject,
    ...parseJunit(junit(suite, fails)),
    url,
    ranAt: now.toISOString(),
  });
}

/** The checks that the pipeline runs on the commit of a run, as they came in from CI. */
export async function checkCommit(stage: Stage, runId: string) {
  const [run] = await stage.db
    .select({ commit: runs.codeCommit })
    .from(runs)
    .where(and(eq(runs.projectId, stage.projectId), eq(runs.id, runId)));
  if (!run?.commit) throw new Error(`demo: run ${runId} has no commit`);
  const subject = { commit: run.commit };
  for (const suite of [transformations, smoke]) await report(stage, suite, subject);
}

/** The checks of the packaged model of a version, against its consumers and by itself; `broken` says what cases answer that fail. */
export async function checkVersion(stage: Stage, versionId: string, broken: Readonly<Record<string, string>> = {}) {
  const [version] = await stage.db
    .select({ model: models.name, version: modelVersions.version })
    .from(modelVersions)
    .innerJoin(models, and(eq(models.projectId, modelVersions.projectId), eq(models.id, modelVersions.modelId)))
    .where(and(eq(modelVersions.projectId, stage.projectId), eq(modelVersions.id, versionId)));
  if (!version) throw new Error(`demo: version ${versionId} is missing`);
  for (const suite of [schemas, contract]) await report(stage, suite, version, broken);
}
