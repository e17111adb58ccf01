"use client";

import { Button } from "@/components/ui/button";
import { SelectField } from "@/components/ui/select";
import { compareQuery } from "@/lib/experiments/compare-url";
import { fileLabel, mostConfigFiles } from "@/lib/experiments/config-files";
import { paths } from "@/lib/paths";
import { useCompareAddress } from "./compare-address";

type ConfigChoicesProps = {
  runs: readonly { value: string; label: string }[];
  /** Ids of the two runs that are shown. */
  from: string;
  to: string;
  files: readonly { key: string; isSame: boolean }[];
};

/** Which two runs stand against each other, and what of them; without scripts it is a plain form. */
export function ConfigChoices({ runs, from, to, files }: ConfigChoicesProps) {
  const { project, state } = useCompareAddress();
  const kept = new URLSearchParams(
    compareQuery({ ...state, configFile: null, ...(runs.length > 2 ? { configFrom: null, configTo: null } : {}) }),
  );
  const offered = files.map(({ key, isSame }) => ({
    value: key,
    label: `${fileLabel(key)}${isSame ? " (the same)" : ""}`,
  }));
  return (
    <form action={`${paths.compare(project)}#config`} className="mb-3 flex flex-wrap items-end gap-3" data-print="hide">
      {[...kept].map(([name, value]) => (
        <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
      ))}
      {runs.length > 2 && (
        <>
          <SelectField className="w-64 max-w-full" name="from" label="From" options={runs} defaultValue={from} />
          <SelectField className="w-64 max-w-full" name="to" label="To" options={runs} defaultValue={to} />
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
