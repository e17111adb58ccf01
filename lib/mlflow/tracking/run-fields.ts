import { DomainError } from "@/lib/errors";
import { missingValue } from "../wire/complaints";
import { doesNotExist, invalidValue } from "../wire/errors";
import { text } from "../wire/fields";
import { assertRunId } from "../wire/limits";

/** `run_uuid` is the old name of `run_id`; clients send both. */
export const runRef = { run_id: text.optional(), run_uuid: text.optional() };

/** The run that a call names. */
export function runIdOf({ run_id, run_uuid }: { run_id?: string; run_uuid?: string }): string {
  const id = run_id || run_uuid;
  if (!id) throw invalidValue(missingValue("run_id"));
  assertRunId(id);
  return id;
}

export const noRun = (id: string) => doesNotExist(`Run with id=${id} not found`);

/** Runs a command on a run and says in the words of the wire that there is none. */
export async function onRun<T>(id: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DomainError && error.code === "NOT_FOUND") throw noRun(id);
    throw error;
  }
}
