import { Button } from "@/components/ui/button";
import { SelectField } from "@/components/ui/select";
import { type CompareState, compareQuery } from "@/lib/experiments/compare-url";
import { fileLabel, mostConfigFiles, type SharedFile } from "@/lib/experiments/config-files";
import { paths } from "@/lib/paths";

type Named = { id: string; name: string };
type ConfigChoicesProps = {
  project: string;
  state: CompareState;
  runs: readonly Named[];
  from: Named;
  to: Named;
  files: readonly SharedFile[];
};

/** Which two runs stand against each other, and what of them; without scripts it is a plain form. */
export function ConfigChoices({ project, state, runs, from, to, files }: ConfigChoicesProps) {
  const options = runs.map((run) => ({ value: run.id, label: run.name }));
  const kept = new URLSearchParams(
    compareQuery({ ...state, configFile: null, ...(runs.length > 2 ? { configFrom: null, configTo: null } : {}) }),
  );
  const offered = files.map(({ key, ...sides }) => ({
    value: key,
    label: `${fileLabel(key)}${sides.from.sha256 === sides.to.sha256 ? " (the same)" : ""}`,
  }));
  return (
    <form action={`${paths.compare(project)}#config`} className="mb-3 flex flex-wrap items-end gap-3" data-print="hide">
      {[...kept].map(([name, value]) => (
        <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
      ))}
      {runs.length > 2 && (
        <>
          <SelectField className="w-64 max-w-full" name="from" label="From" options={options} defaultValue={from.id} />
          <SelectField className="w-64 max-w-full" name="to" label="To" options={options} defaultValue={to.id} />
        </>
      )}
      {offered.length > 0 && (
        <SelectField
          className="w-64 max-w-full"
          name="file"
          label="What"
          hint={files.length === mostConfigFiles ? `The first ${mostConfigFiles} text files of both runs` : undefined}
          options={[{ value: "", label: "Parameters and tags" }, ...offered]}
          defaultValue={state.configFile ?? ""}
        />
      )}
      <Button type="submit">Compare</Button>
    </form>
  );
}
