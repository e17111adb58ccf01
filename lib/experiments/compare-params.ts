import type { ParamValue } from "@/db/schema/experiments";

export type ParamSource = { algorithm: string | null; params: Readonly<Record<string, ParamValue>> };
export type ParamRow = {
  key: string;
  /** One text a run, in the order given; null = not set. */
  values: (string | null)[];
  differs: boolean;
  /** Set by different algorithms, where one name may mean different things. */
  crossesAlgorithms: boolean;
};

/** Nested parameters under dotted names; lists stay one value. */
export function flattenParams(params: Readonly<Record<string, ParamValue>>, prefix = ""): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [name, value] of Object.entries(params)) {
    const key = prefix + name;
    if (value !== null && typeof value === "object" && !Array.isArray(value) && Object.keys(value).length > 0) {
      for (const [inner, text] of flattenParams(value, `${key}.`)) flat.set(inner, text);
    } else {
      flat.set(key, typeof value === "string" ? value : JSON.stringify(value));
    }
  }
  return flat;
}

/** Every parameter any of the runs sets, the algorithm first, then by name. The first run is the baseline. */
export function paramRows(runs: readonly ParamSource[]): ParamRow[] {
  const flat = runs.map((run) => flattenParams(run.params));
  const keys = [...new Set(flat.flatMap((params) => [...params.keys()]))].sort();
  const row = (key: string, values: (string | null)[], crossesAlgorithms: boolean): ParamRow => ({
    key,
    values,
    differs: values.some((value) => value !== values[0]),
    crossesAlgorithms,
  });
  const algorithms = runs.map((run) => run.algorithm);
  return [
    row("algorithm", algorithms, false),
    ...keys.map((key) => {
      const values = flat.map((params) => params.get(key) ?? null);
      const setBy = new Set(algorithms.filter((_, index) => values[index] !== null));
      return row(key, values, setBy.size > 1);
    }),
  ];
}
