import "server-only";
import { and, desc, eq, ne, or, sql } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { type Axis, axes } from "@/db/enums";
import { type RunRow, runSlices, runs } from "@/db/schema";
import { type Attribution, attribute, type Witness } from "./attribution";

const columns = {
	code_commit: runs.codeCommit,
	dataset_snapshot: runs.datasetSnapshot,
	feature_definitions: runs.featureDefinitions,
	hyperparameters: runs.hyperparameters,
	runtime_image: runs.runtimeImage,
	seed_policy: runs.seedPolicy,
} as const;

/** The value of each axis of a run, as it is compared. */
export const axisValues = (run: RunRow): Record<Axis, string | null> => ({
	code_commit: run.codeCommit,
	dataset_snapshot: run.datasetSnapshot,
	feature_definitions: run.featureDefinitions,
	hyperparameters: run.hyperparameters,
	runtime_image: run.runtimeImage,
	seed_policy: run.seedPolicy,
});

/** The figure that is explained: a metric, overall or on one slice. */
export type Figure = {
	metric: string;
	slice: { dimension: string; value: string } | null;
};

/** Runs on record between baseline and candidate, on the same evaluation dataset, and what they say about one figure. */
export async function findAttribution(
	db: Reader,
	baseline: RunRow,
	candidate: RunRow,
	figure: Figure,
	values: { baseline: number; candidate: number },
): Promise<Attribution | null> {
	const from = axisValues(baseline);
	const to = axisValues(candidate);
	const moved = axes.filter((axis) => from[axis] !== to[axis]);
	if (moved.length < 2 || candidate.evalDatasetDigest === null) return null;
	const between = axes.map((axis) => {
		const equals = (value: string | null) =>
			sql`${columns[axis]} is not distinct from ${value}`;
		return moved.includes(axis)
			? or(equals(from[axis]), equals(to[axis]))
			: equals(from[axis]);
	});
	const value = figure.slice
		? sql<number | null>`(${runSlices.metrics} ->> ${figure.metric})::float8`
		: sql<number | null>`(${runs.metrics} ->> ${figure.metric})::float8`;
	const ofSlice = and(
		eq(runSlices.projectId, runs.projectId),
		eq(runSlices.runId, runs.id),
		eq(runSlices.dimension, figure.slice?.dimension ?? ""),
		eq(runSlices.value, figure.slice?.value ?? ""),
	);
	const rows = await db
		.select({ run: runs, value })
		.from(runs)
		.leftJoin(runSlices, ofSlice)
		.where(
			and(
				eq(runs.projectId, candidate.projectId),
				eq(runs.status, "FINISHED"),
				eq(runs.evalDatasetDigest, candidate.evalDatasetDigest),
				ne(runs.id, baseline.id),
				ne(runs.id, candidate.id),
				...between,
			),
		)
		.orderBy(desc(runs.startedAt), desc(runs.id))
		.limit(100);
	const found = rows.flatMap((row): Witness[] => {
		const own = axisValues(row.run);
		const changed = axes.filter((axis) => own[axis] !== from[axis]);
		const isStrict = changed.length > 0 && changed.length < moved.length;
		return isStrict && row.value !== null
			? [
					{
						runId: row.run.id,
						name: row.run.name,
						moved: changed,
						value: row.value,
					},
				]
			: [];
	});
	return found.length > 0
		? attribute(values.baseline, values.candidate, moved, found)
		: null;
}
