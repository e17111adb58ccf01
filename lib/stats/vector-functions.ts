import { z } from "zod";
import { brierScore, expectedCalibrationError, reliabilityBins } from "./calibration";
import { chiSquareGoodnessOfFit, chiSquareIndependence } from "./chi-square";
import { jensenShannonDistance, jensenShannonDivergence, populationStabilityIndex, wassersteinDistance } from "./drift";
import {
  confusionByGroup,
  demographicParityDifference,
  demographicParityRatio,
  equalizedOdds,
  fourFifths,
  groupRates,
} from "./fairness";
import { wilsonInterval, wilsonIntervalCorrected } from "./intervals";
import { ksTwoSample } from "./ks";
import { benjaminiHochberg } from "./multiplicity";
import { mcnemar, twoProportionZ } from "./proportion-tests";

/** Maps a case's input to an object with the vector's field names; null when the input cannot be read. */
export type VectorFunction = (input: unknown) => object | null;

function vector<Schema extends z.ZodType>(schema: Schema, run: (input: z.output<Schema>) => object): VectorFunction {
  return (input) => {
    const parsed = schema.safeParse(input);
    return parsed.success ? run(parsed.data) : null;
  };
}

const numbers = z.array(z.number());
const counts = z.number().int().nonnegative();
const rows = z.object({ y: numbers, p: numbers });

const contingency = vector(z.object({ table: z.array(numbers) }), ({ table }) => {
  const result = chiSquareIndependence(table);
  if (!result.ok) {
    const message = `The internally computed table of expected frequencies has a zero element at (${result.row}, ${result.column}).`;
    return { error: result.error, message };
  }
  const named = ({ statistic, pValue, degreesOfFreedom }: typeof result.plain) => ({
    statistic,
    pvalue: pValue,
    dof: degreesOfFreedom,
  });
  return { plain: named(result.plain), yates: named(result.yates), expected_frequencies: result.expected };
});

const goodnessOfFit = vector(
  z.object({ observed: numbers, expected: numbers.nullable() }),
  ({ observed, expected }) => {
    const result = chiSquareGoodnessOfFit(observed, expected);
    return { plain: result && { statistic: result.statistic, pvalue: result.pValue, dof: result.degreesOfFreedom } };
  },
);

/** One entry per official vector file, by its `name`. */
export const statVectorFunctions: ReadonlyMap<string, VectorFunction> = new Map([
  [
    "wilson",
    vector(z.object({ successes: counts, n: counts, confidence: z.number() }), ({ successes, n, confidence }) => ({
      wilson: wilsonInterval(successes, n, confidence),
      wilson_continuity_corrected: wilsonIntervalCorrected(successes, n, confidence),
    })),
  ],
  [
    "mcnemar",
    vector(z.object({ b: counts, c: counts }), ({ b, c }) => {
      const test = mcnemar(b, c);
      return {
        exact_p: test.exactP,
        chi2: test.chi2,
        chi2_p: test.chi2P,
        chi2_corrected: test.chi2Corrected,
        chi2_corrected_p: test.chi2CorrectedP,
      };
    }),
  ],
  [
    "two_proportion_z",
    vector(z.object({ k1: counts, n1: counts, k2: counts, n2: counts }), ({ k1, n1, k2, n2 }) => {
      const test = twoProportionZ(k1, n1, k2, n2);
      return {
        difference: test.difference,
        z: test.z,
        pvalue_two_sided: test.twoSidedP,
        pvalue_greater: test.greaterP,
        wald_ci95_unpooled: test.waldInterval,
      };
    }),
  ],
  [
    "benjamini_hochberg",
    vector(z.object({ pvalues: numbers, alpha: z.number() }), ({ pvalues, alpha }) => {
      const adjusted = benjaminiHochberg(pvalues);
      return { adjusted, rejected: adjusted.map((q) => q <= alpha) };
    }),
  ],
  [
    "ece_10_equal_width",
    vector(rows.extend({ bins: counts }), ({ y, p, bins }) => {
      const left = reliabilityBins(y, p, bins);
      const right = reliabilityBins(y, p, bins, "right_closed");
      const filled = right.filter((bin) => bin.n > 0);
      return {
        ece: expectedCalibrationError(left),
        bins: left.map(({ bin, lo, hi, n, meanPredicted, fractionPositive }) => ({
          bin,
          lo,
          hi,
          n,
          mean_predicted: meanPredicted,
          fraction_positive: fractionPositive,
        })),
        ece_with_sklearn_bins: expectedCalibrationError(right),
        sklearn_calibration_curve: {
          prob_true: filled.map((bin) => bin.fractionPositive),
          prob_pred: filled.map((bin) => bin.meanPredicted),
        },
      };
    }),
  ],
  [
    "brier",
    vector(rows, ({ y, p }) => {
      const brier = brierScore(y, p);
      return brier === null ? { error: "empty" } : { brier };
    }),
  ],
  [
    "demographic_parity_ratio",
    vector(z.object({ y_pred: numbers, group: z.array(z.string()) }), ({ y_pred, group }) => {
      const rates = [...confusionByGroup([], y_pred, group)].map(
        ([name, counted]) => [name, groupRates(counted)] as const,
      );
      const ratio = demographicParityRatio(rates.map(([, rate]) => rate));
      return {
        demographic_parity_ratio: ratio,
        demographic_parity_difference: demographicParityDifference(rates.map(([, rate]) => rate)),
        selection_rates: Object.fromEntries(rates.map(([name, rate]) => [name, rate.selectionRate])),
        below_four_fifths: ratio === null ? null : ratio < fourFifths,
      };
    }),
  ],
  [
    "equalized_odds_difference",
    vector(z.object({ y_true: numbers, y_pred: numbers, group: z.array(z.string()) }), ({ y_true, y_pred, group }) => {
      const rates = [...confusionByGroup(y_true, y_pred, group)].map(
        ([name, counted]) => [name, groupRates(counted)] as const,
      );
      const all = rates.map(([, rate]) => rate);
      const odds = equalizedOdds(all);
      return {
        equalized_odds_difference: odds.difference,
        equalized_odds_difference_undefined_as_zero: equalizedOdds(all, true).difference,
        tpr_difference: odds.tprDifference,
        fpr_difference: odds.fprDifference,
        groups: Object.fromEntries(
          rates.map(([name, { n, selectionRate, tpr, fpr }]) => [name, { n, selection_rate: selectionRate, tpr, fpr }]),
        ),
        groups_with_undefined_rate: rates
          .filter(([, rate]) => rate.tpr === null || rate.fpr === null)
          .map(([name]) => name),
      };
    }),
  ],
  [
    "psi",
    vector(z.object({ expected_counts: numbers, actual_counts: numbers, epsilon: z.number() }), (input) => ({
      psi: populationStabilityIndex(input.expected_counts, input.actual_counts, input.epsilon),
    })),
  ],
  [
    "ks_2samp",
    vector(z.object({ x: numbers, y: numbers }), ({ x, y }) => {
      const test = ksTwoSample(x, y);
      return {
        statistic: test?.statistic,
        statistic_location: test?.location,
        statistic_sign: test?.sign,
        pvalue_asymptotic: test?.asymptoticP,
        pvalue_exact: test?.exactP,
      };
    }),
  ],
  [
    "jensen_shannon",
    vector(z.object({ p: numbers, q: numbers }), ({ p, q }) => {
      const divergence = jensenShannonDivergence(p, q);
      return {
        distance_base2: jensenShannonDistance(p, q),
        distance_base_e: jensenShannonDistance(p, q, Math.E),
        divergence_base2: divergence === null ? null : divergence / Math.LN2,
      };
    }),
  ],
  [
    "wasserstein",
    vector(
      z.object({ u: numbers, v: numbers, u_weights: numbers.optional(), v_weights: numbers.optional() }),
      ({ u, v, u_weights, v_weights }) => ({ distance: wassersteinDistance(u, v, u_weights, v_weights) }),
    ),
  ],
  ["chi_square", (input) => goodnessOfFit(input) ?? contingency(input)],
]);
