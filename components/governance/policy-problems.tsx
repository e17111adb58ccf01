import { Callout } from "@/components/ui/callout";
import { plural } from "@/lib/format";
import type { Problem } from "@/lib/governance/editor/policy-yaml";

const most = 8;

/** What is wrong with the text, each line a way to its place. */
export function PolicyProblems({ problems, onGo }: { problems: readonly Problem[]; onGo: (offset: number) => void }) {
  if (problems.length === 0) return null;
  return (
    <Callout tone="fail" role="status">
      <p className="font-medium">{plural(problems.length, "problem")} before this is a policy</p>
      <ul className="mt-1 flex flex-col gap-0.5 text-s">
        {problems.slice(0, most).map((problem) => (
          <li key={`${problem.from}-${problem.message}`}>
            <button
              type="button"
              className="text-start underline decoration-line-strong underline-offset-2 hover:decoration-current"
              onClick={() => onGo(problem.from)}
            >
              Line {problem.line}, column {problem.column}
            </button>
            : {problem.message}
          </li>
        ))}
      </ul>
      {problems.length > most && <p className="mt-1 text-xs text-ink-2">and {problems.length - most} more</p>}
    </Callout>
  );
}
