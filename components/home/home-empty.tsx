import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { paths } from "@/lib/paths";

/** An empty project: the first step, with the command that takes it. */
export function HomeEmpty({ project }: { project: string }) {
  return (
    <EmptyState
      title="Bring in the first runs"
      command={`curl -X POST "$COUNTERSIGN_URL/api/v1/imports/runs?project=${encodeURIComponent(project)}" \\\n  -H "Authorization: Bearer $TOKEN" --data-binary @runs.jsonl`}
      action={<LinkButton href={paths.tokens(project)}>Create an API token</LinkButton>}
    >
      Runs come in as one JSON record a line. Then compare two of them, register the better one as a model version and
      request its promotion: what waits for whom is shown here.
    </EmptyState>
  );
}
