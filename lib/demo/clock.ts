const minute = 60_000;

/** A clock that stands still until it is moved: every moment of the demo's history follows from the moment it is loaded. */
export class DemoClock {
  #now: Date;

  /** Starts `days` before `end`, at nine in the morning UTC. */
  constructor(end: Date, days: number) {
    const start = new Date(end.getTime() - days * 1440 * minute);
    start.setUTCHours(9, 0, 0, 0);
    this.#now = start;
  }

  readonly now = (): Date => new Date(this.#now);

  forward(amount: { days?: number; hours?: number; minutes?: number }): void {
    const minutes = (amount.days ?? 0) * 1440 + (amount.hours ?? 0) * 60 + (amount.minutes ?? 0);
    this.#now = new Date(this.#now.getTime() + minutes * minute);
  }

  /** Moves to a moment that lies ahead; one that has passed is left behind. */
  until(moment: Date): void {
    if (moment > this.#now) this.#now = moment;
  }
}
