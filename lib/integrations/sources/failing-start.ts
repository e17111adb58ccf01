/** What a server says to a window of runs that started before `until`. */
export type WindowAnswer = "empty" | "runs" | "fails";
/** A window that holds runs and is answered, or the start of runs that are not, however small the window. */
export type Found = { kind: "readable"; until: number } | { kind: "failing"; start: number };

/** Halves the window of runs that started from `from` on and before `to`, until it is answered with runs or is a millisecond wide. */
export async function findFailingStart(
  from: number,
  to: number,
  ask: (until: number) => Promise<WindowAnswer>,
): Promise<Found | null> {
  const whole = await ask(to);
  if (whole !== "fails") return whole === "runs" ? { kind: "readable", until: to } : null;
  let [empty, fails] = [from, to];
  while (fails - empty > 1) {
    const middle = empty + Math.floor((fails - empty) / 2);
    const answer = await ask(middle);
    if (answer === "runs") return { kind: "readable", until: middle };
    if (answer === "empty") empty = middle;
    else fails = middle;
  }
  return { kind: "failing", start: empty };
}
