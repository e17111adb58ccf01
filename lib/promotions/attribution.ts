import type { Axis } from "@/db/enums";

/** A run on record that moved only some of the axes between baseline and candidate, with one figure of it. */
export type Witness = {
	runId: string;
	name: string;
	moved: readonly Axis[];
	value: number;
};

export type Attribution = {
	baseline: number;
	candidate: number;
	/** Fewest moved axes first; `share` is how much of the whole change this run already shows. */
	witnesses: (Witness & { delta: number; share: number | null })[];
	/** Axes that came with at least 60 % of the change, when the records tell them apart. */
	cause: { axes: readonly Axis[]; share: number } | null;
};

const clearShare = 0.6;
const key = (axes: readonly Axis[]): string => [...axes].sort().join("+");

/**
 * Reads from runs on record which axes a change of one figure came with: a run that moved only axes S and shows most of the
 * change points at S, unless the run that moved only the others shows as much. Observational, not a proof.
 */
export function attribute(
	baseline: number,
	candidate: number,
	moved: readonly Axis[],
	found: readonly Witness[],
): Attribution {
	const total = candidate - baseline;
	const bySubset = new Map<string, Witness>();
	for (const witness of found)
		if (!bySubset.has(key(witness.moved)))
			bySubset.set(key(witness.moved), witness);
	const witnesses = [...bySubset.values()]
		.sort(
			(a, b) =>
				a.moved.length - b.moved.length ||
				(key(a.moved) < key(b.moved) ? -1 : 1),
		)
		.map((witness) => {
			const delta = witness.value - baseline;
			return { ...witness, delta, share: total === 0 ? null : delta / total };
		});
	const shareOf = (axes: readonly Axis[]) =>
		witnesses.find((w) => key(w.moved) === key(axes))?.share ?? null;
	const cause = witnesses.find((witness) => {
		const rest = shareOf(moved.filter((axis) => !witness.moved.includes(axis)));
		return (
			witness.share !== null &&
			witness.share >= clearShare &&
			(rest === null || rest < 1 - clearShare)
		);
	});
	return {
		baseline,
		candidate,
		witnesses,
		cause: cause ? { axes: cause.moved, share: cause.share ?? 0 } : null,
	};
}
