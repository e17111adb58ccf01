import { Button } from "@/components/ui/button";
import { ScrollArea } from "@/components/ui/scroll-area";
import { Section } from "@/components/ui/section";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import { SelectField } from "@/components/ui/select";
import { TextDiff } from "@/components/ui/text-diff";
import type { Context } from "@/lib/context";
import type { Comparison } from "@/lib/experiments/compare-page-query";
import { type CompareState, compareHref, compareQuery } from "@/lib/experiments/compare-url";
import { configSides, configText } from "@/lib/experiments/config-text";
import { readRunTags } from "@/lib/experiments/run-tags-query";
import { paths } from "@/lib/paths";

type ConfigDiffProps = { ctx: Context; project: string; state: CompareState; comparison: Comparison };

/** The configurations of two chosen runs against each other, line by line; only what differs unless all is asked for. */
export async function ConfigDiff({ ctx, project, state, comparison }: ConfigDiffProps) {
  const runs = [comparison.baseline, ...comparison.candidates];
  const sides = configSides(runs, state);
  if (!sides) return null;
  const [from, to] = sides;
  const tags = await readRunTags(ctx, [from.id, to.id]);
  const textOf = (run: typeof from) => configText({ ...run, tags: tags.get(run.id) ?? {} });
  const options = runs.map((run) => ({ value: run.id, label: run.name }));
  const kept = new URLSearchParams(compareQuery({ ...state, configFrom: null, configTo: null }));
  const view = (wholeConfig: boolean) => compareHref(project, state, { wholeConfig });
  return (
    <Section
      id="config"
      title="Configuration as text"
      meta="algorithm, parameters and tags as YAML, keys in order"
      actions={
        <SegmentedLinks
          label="Lines shown"
          options={[
            { href: view(false), label: "Differences only", current: !state.wholeConfig },
            { href: view(true), label: "All", current: state.wholeConfig },
          ]}
        />
      }
    >
      {runs.length > 2 && (
        <form
          action={`${paths.compare(project)}#config`}
          className="mb-3 flex flex-wrap items-end gap-3"
          data-print="hide"
        >
          {[...kept].map(([name, value]) => (
            <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
          ))}
          <SelectField className="w-64 max-w-full" name="from" label="From" options={options} defaultValue={from.id} />
          <SelectField className="w-64 max-w-full" name="to" label="To" options={options} defaultValue={to.id} />
          <Button type="submit">Compare</Button>
        </form>
      )}
      <p className="mb-2 text-s text-ink-2">
        <bdi>{from.name}</bdi> → <bdi>{to.name}</bdi>
      </p>
      <ScrollArea className="max-h-128 overflow-auto" role="group" aria-label="Configuration, line by line">
        <TextDiff from={textOf(from)} to={textOf(to)} context={state.wholeConfig ? Number.POSITIVE_INFINITY : 0} />
      </ScrollArea>
    </Section>
  );
}
