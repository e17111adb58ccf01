import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import type { CiCheckStatus } from "@/db/enums";
import { plural } from "@/lib/format";
import { checkKindWords } from "@/lib/governance/checks/words";
import type { CheckView } from "@/lib/governance/ci-checks-query";
import { paths } from "@/lib/paths";
import { ChecksList } from "./checks-list";

type ChecksSectionProps = {
  project: string;
  origin: string;
  checks: readonly CheckView[];
  now: Date;
  /** What the checks are of: a commit, or a version of a model when the run's commit is not on record. */
  subject: { commit: string | null; model?: string; version?: number };
  canCreateToken: boolean;
};

const order: readonly CiCheckStatus[] = ["failed", "error", "skipped", "passed"];
const words: Record<CiCheckStatus, string> = {
  failed: "failed",
  error: "broke",
  skipped: "did not run",
  passed: "passed",
};

function meta(checks: readonly CheckView[]): string | undefined {
  if (checks.length === 0) return undefined;
  const parts = order.flatMap((status) => {
    const n = checks.filter((check) => check.status === status).length;
    return n > 0 ? [`${n} ${words[status]}`] : [];
  });
  return `${plural(checks.length, "check")}: ${parts.join(", ")}`;
}

/** The CI checks of a commit or a version; without any, the command that reports the first. */
export function ChecksSection({ project, origin, checks, now, subject, canCreateToken }: ChecksSectionProps) {
  return (
    <Section id="checks" title="CI checks" meta={meta(checks)}>
      <Panel>
        {checks.length > 0 ? (
          <ChecksList checks={checks} now={now} />
        ) : (
          <NoChecks project={project} origin={origin} subject={subject} canCreateToken={canCreateToken} />
        )}
      </Panel>
    </Section>
  );
}

const inShell = (text: string) => (/^[\w.-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

function NoChecks({ project, origin, subject, canCreateToken }: Omit<ChecksSectionProps, "checks" | "now">) {
  const { commit, model, version } = subject;
  const about = commit
    ? `--commit ${inShell(commit)}`
    : model
      ? `--model ${inShell(model)} --version ${version}`
      : null;
  if (about === null)
    return (
      <p className="px-3.5 py-3 text-ink-2">
        The run recorded no code commit, so no check can be matched to it. Log the commit with the next run.
      </p>
    );
  const command = [
    `curl -fsSO ${origin}/countersign.mjs`,
    `export COUNTERSIGN_URL=${origin} COUNTERSIGN_PROJECT=${inShell(project)}`,
    `node countersign.mjs check --kind transformation_tests --name pytest ${about} --junit report.xml`,
  ].join("\n");
  const kinds = Object.values(checkKindWords).map((kind) => kind.toLowerCase());
  return (
    <EmptyState
      title={commit ? "No CI check of this commit has been reported" : "No CI check of this version has been reported"}
      command={command}
      action={canCreateToken ? <LinkButton href={paths.tokens(project)}>Create an API token</LinkButton> : undefined}
    >
      <p>
        A pipeline reports {kinds.slice(0, -1).join(", ")} and {kinds.at(-1)}, as a status or as JUnit XML, with an API
        token of the scope “checks” in COUNTERSIGN_TOKEN. Reporting twice is safe.
      </p>
    </EmptyState>
  );
}
