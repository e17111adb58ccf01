import { bdtr, chdtrc, compiled, ndtr, ndtri, smirnov, stdtri } from "cephes";

// cephes is WebAssembly: its functions exist only after this.
await compiled;

/** cephes throws where a tail is too small for a double; that tail is 0. */
function tail(compute: () => number): number {
  try {
    return compute();
  } catch (error) {
    if (error instanceof Error && error.message.includes("underflow")) return 0;
    throw error;
  }
}

/** Standard normal distribution function. */
export const normalCdf = (z: number): number => tail(() => ndtr(z));

/** P(|Z| >= |z|) for a standard normal Z. */
export const normalTwoSidedP = (z: number): number => Math.min(1, 2 * normalCdf(-Math.abs(z)));

/** The z that leaves `(1 - confidence) / 2` in each tail, 1.96 for 0.95. */
export const normalCritical = (confidence: number): number =>
  confidence === 0.95 ? critical95 : ndtri(0.5 + confidence / 2);

/** Nearly every interval is one of 95 %, and thousands are drawn at a time. */
const critical95 = ndtri(0.975);

/** The t that leaves `(1 - confidence) / 2` in each tail of Student's t with whole degrees of freedom. */
export const studentCritical = (confidence: number, degreesOfFreedom: number): number =>
  stdtri(degreesOfFreedom, 0.5 + confidence / 2);

/** P(X >= x) for a chi-square X; 1 when there are no degrees of freedom. */
export const chiSquareUpperTail = (x: number, degreesOfFreedom: number): number =>
  degreesOfFreedom <= 0 || x <= 0 ? 1 : tail(() => chdtrc(degreesOfFreedom, x));

/** P(X <= k) for X binomial with `n` trials and probability `p`. */
export const binomialCdf = (k: number, n: number, p: number): number => tail(() => bdtr(k, n, p));

/** P(D+ >= d) for the one-sided one-sample Kolmogorov-Smirnov statistic of `n` rows. */
export const smirnovUpperTail = (n: number, d: number): number => tail(() => smirnov(n, d));
