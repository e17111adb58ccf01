/** The package ships its types outside its `exports` map; these are the functions used here. */
declare module "cephes" {
  /** Resolves when the WebAssembly module is ready. */
  export const compiled: Promise<void>;
  /** Area under the standard normal density from minus infinity to `x`. */
  export function ndtr(x: number): number;
  /** Inverse of `ndtr`. */
  export function ndtri(p: number): number;
  /** Chi-square upper tail. */
  export function chdtrc(degreesOfFreedom: number, x: number): number;
  /** Binomial distribution function: sum of terms 0 to `k` of `n` trials. */
  export function bdtr(k: number, n: number, p: number): number;
  /** Inverse of Student's t distribution function. */
  export function stdtri(degreesOfFreedom: number, p: number): number;
  /** One-sided Smirnov upper tail for `n` rows. */
  export function smirnov(n: number, d: number): number;
}
