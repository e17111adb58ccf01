import "server-only";
import { type ArtifactRef, readArtifact } from "@/lib/artifacts/artifact-queries";
import { type Context, withTransaction } from "@/lib/context";
import { noteWarnings } from "@/lib/experiments/ingest/note-warning";
import { parseSlices, slicesPath } from "@/lib/experiments/ingest/parse-slices";
import { setSlices } from "@/lib/experiments/ingest/set-slices";

const mostBytes = 8 * 1024 * 1024;

/** Takes slices out of an uploaded `countersign/slices.json` of a run. What is wrong with it stands on the run's page; other files are passed over. */
export async function noteSlicesFile(ctx: Context, ref: ArtifactRef): Promise<void> {
  if (ref.owner !== "run" || ref.path !== slicesPath) return;
  const bytes = await readArtifact(ctx, ref, mostBytes);
  const { slices, problem } = bytes
    ? parseSlices(new TextDecoder("utf-8", { fatal: false }).decode(bytes))
    : { slices: null, problem: `${slicesPath}: is larger than ${mostBytes / 1024 / 1024} MB` };
  if (slices) await setSlices(ctx, ref.ownerId, slices);
  const run = { projectId: ctx.projectId, runId: ref.ownerId };
  await withTransaction(ctx, (tx) => noteWarnings(tx, run, `${slicesPath}:`, problem ? [problem] : []));
}
