import { describe, expect, it } from "vitest";
import { attribute, type Witness } from "./attribution";

const moved = [
	"code_commit",
	"feature_definitions",
	"hyperparameters",
] as const;
const witness = (
	name: string,
	axes: Witness["moved"],
	value: number,
): Witness => ({ runId: name, name, moved: axes, value });
const penalty = witness("lr-v1-s2-C0.1", ["hyperparameters"], 0.528);
const features = witness(
	"lr-v2-s2-C1",
	["code_commit", "feature_definitions"],
	0.368,
);

describe("attribute", () => {
	it("names the axes that most of the loss came with", () => {
		const result = attribute(0.539, 0.316, moved, [features, penalty]);
		expect(result.witnesses.map((w) => w.name)).toEqual([
			"lr-v1-s2-C0.1",
			"lr-v2-s2-C1",
		]);
		expect(result.cause?.axes).toEqual(["code_commit", "feature_definitions"]);
		expect(result.cause?.share).toBeCloseTo(0.767, 3);
	});

	it("names nothing when both halves show the change, when no run is on record, or when nothing changed", () => {
		expect(
			attribute(0.5, 0.3, moved, [
				witness("a", ["hyperparameters"], 0.31),
				witness("b", ["code_commit", "feature_definitions"], 0.32),
			]).cause,
		).toBeNull();
		expect(attribute(0.5, 0.3, moved, []).cause).toBeNull();
		expect(attribute(0.5, 0.5, moved, [penalty]).cause).toBeNull();
	});

	it("keeps one run per set of axes, the first given", () => {
		const result = attribute(0.5, 0.3, moved, [
			penalty,
			witness("later", ["hyperparameters"], 0.1),
		]);
		expect(result.witnesses.map((w) => w.name)).toEqual(["lr-v1-s2-C0.1"]);
	});
});
