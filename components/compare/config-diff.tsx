import { ScrollArea } from "@/components/ui/scroll-area";
import { Section } from "@/components/ui/section";
import { TextDiff } from "@/components/ui/text-diff";
import type { Context } from "@/lib/context";
import type { Comparison } from "@/lib/experiments/compare-page-query";
import type { CompareState } from "@/lib/experiments/compare-url";
import { fileLabel } from "@/lib/experiments/config-files";
import { type FoundFile, listSharedFiles, readFileTexts } from "@/lib/experiments/config-files-query";
import { configSides, configText } from "@/lib/experiments/config-text";
import { readRunTags } from "@/lib/experiments/run-tags-query";
import { ConfigChoices } from "./config-choices";
import { ConfigFile } from "./config-file";
import { ViewSegments } from "./view-link";

type ConfigDiffProps = { ctx: Context; project: string; state: CompareState; comparison: Comparison };

/**
 * Parameters and tags of two chosen runs, or a file that both hold, against each other line by line; only what differs unless all
 * is asked for.
 */
export async function ConfigDiff({ ctx, project, state, comparison }: ConfigDiffProps) {
  const runs = [comparison.baseline, ...comparison.candidates];
  const sides = configSides(runs, state);
  if (!sides) return null;
  const [from, to] = sides;
  const files = await listSharedFiles(ctx, [from.id, to.id], state.configFile);
  const file = files.find(({ key }) => key === state.configFile) ?? null;
  return (
    <Section
      id="config"
      title="Configuration as text"
      meta={file ? fileLabel(file.key) : "algorithm, parameters and tags as YAML, keys in order"}
      actions={
        <ViewSegments
          label="Lines shown"
          options={[
            { change: { wholeConfig: false }, label: "Differences only", current: !state.wholeConfig },
            { change: { wholeConfig: true }, label: "All", current: state.wholeConfig },
          ]}
        />
      }
    >
      {(runs.length > 2 || files.length > 0 || state.configFile) && (
        <ConfigChoices
          runs={runs.map(({ id, name }) => ({ value: id, label: name }))}
          from={from.id}
          to={to.id}
          files={files.map(({ key, ...both }) => ({ key, isSame: both.from.sha256 === both.to.sha256 }))}
        />
      )}
      {state.configFile && !file && (
        <p className="mb-2 text-s text-warn">
          <bdi className="font-mono wrap-anywhere">{fileLabel(state.configFile).slice(0, 200)}</bdi> is not a text file
          that both runs uploaded; parameters and tags are shown instead.
        </p>
      )}
      <p className="mb-2 text-s text-ink-2">
        <bdi>{from.name}</bdi> → <bdi>{to.name}</bdi>
      </p>
      {file ? <FileBody {...{ ctx, project, state, from, to, file }} /> : <ParamsBody {...{ ctx, state, from, to }} />}
    </Section>
  );
}

type Sides = Pick<ConfigDiffProps, "ctx" | "state"> & Record<"from" | "to", Comparison["baseline"]>;

async function ParamsBody({ ctx, state, from, to }: Sides) {
  const tags = await readRunTags(ctx, [from.id, to.id]);
  const textOf = (run: typeof from) => configText({ ...run, tags: tags.get(run.id) ?? {} });
  return <Lines from={textOf(from)} to={textOf(to)} isWhole={state.wholeConfig} />;
}

async function FileBody({ ctx, project, state, from, to, file }: Sides & { project: string; file: FoundFile }) {
  const texts = await readFileTexts(ctx, file, [from.name, to.name]);
  return (
    <>
      <ConfigFile project={project} file={file} names={[from.name, to.name]} />
      {texts.kind === "same" && (
        <p className="text-s text-ink-2">Both runs hold the same file: the digests are equal, so no line differs.</p>
      )}
      {texts.kind === "refused" && <p className="text-s text-warn wrap-anywhere">{texts.why}</p>}
      {texts.kind === "texts" && <Lines from={texts.from} to={texts.to} isWhole={state.wholeConfig} />}
    </>
  );
}

function Lines({ from, to, isWhole }: { from: string; to: string; isWhole: boolean }) {
  return (
    <ScrollArea className="max-h-128 overflow-auto" role="group" aria-label="Configuration, line by line">
      <TextDiff from={from} to={to} context={isWhole ? Number.POSITIVE_INFINITY : 0} />
    </ScrollArea>
  );
}
