import { Digest } from "@/components/ui/digest";
import { TextLink } from "@/components/ui/text-link";
import type { FoundFile } from "@/lib/experiments/config-files-query";
import { formatBytes } from "@/lib/format";
import { paths } from "@/lib/paths";

type ConfigFileProps = { project: string; file: FoundFile; names: readonly [string, string] };

/** What each run holds of a file: its size, its digest, and the way to its bytes. */
export function ConfigFile({ project, file, names }: ConfigFileProps) {
  return (
    <ul className="mb-2 flex flex-wrap gap-x-5 gap-y-1 text-s text-ink-2">
      {[file.from, file.to].map(({ runId, sizeBytes, sha256 }, at) => (
        <li key={runId} className="flex min-w-0 flex-wrap items-center gap-x-2">
          <bdi className="max-w-60 truncate">{names[at]}</bdi>
          <span className="tabular-nums">{formatBytes(sizeBytes)}</span>
          <Digest value={`sha256:${sha256}`} label="file" />
          {file.refs[at]?.owner === "run" && (
            <TextLink href={paths.runArtifact(project, runId, file.refs[at].path)} prefetch={false} download>
              Download
            </TextLink>
          )}
        </li>
      ))}
    </ul>
  );
}
