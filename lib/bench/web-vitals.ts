import type { Page } from "@playwright/test";

export type Vitals = { paint: number; shift: number; interactions: number[]; longestTask: number };
type Watched = { vitals?: Vitals };

/** Has every document of a page note what the browser says of its paints, shifts, interactions and long tasks. */
export async function watchVitals(page: Page): Promise<void> {
  // The loader of TypeScript wraps named functions in a helper that a page does not have.
  await page.addInitScript("globalThis.__name ??= (named) => named");
  await page.addInitScript(() => {
    const vitals: Vitals = { paint: 0, shift: 0, interactions: [], longestTask: 0 };
    (globalThis as Watched).vitals = vitals;
    const slowest = new Map<number, number>();
    const watch = (type: string, note: (entry: PerformanceEntry) => void, more: object = {}) =>
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) note(entry);
      }).observe({ type, buffered: true, ...more });
    watch("largest-contentful-paint", (entry) => {
      vitals.paint = entry.startTime;
    });
    watch("layout-shift", (entry) => {
      const { hadRecentInput, value } = entry as PerformanceEntry & { hadRecentInput: boolean; value: number };
      if (!hadRecentInput) vitals.shift += value;
    });
    watch(
      "event",
      (entry) => {
        const { interactionId = 0 } = entry as PerformanceEntry & { interactionId?: number };
        if (interactionId === 0) return;
        slowest.set(interactionId, Math.max(slowest.get(interactionId) ?? 0, entry.duration));
        vitals.interactions = [...slowest.values()];
      },
      { durationThreshold: 16 },
    );
    watch("longtask", (entry) => {
      // Tasks of loading are not those of scrolling.
      if (entry.startTime > performance.timing.loadEventEnd - performance.timing.navigationStart)
        vitals.longestTask = Math.max(vitals.longestTask, entry.duration);
    });
  });
}

/** What has been noted in the document shown. Throws when nothing was watched, which would read as perfect. */
export async function readVitals(page: Page): Promise<Vitals> {
  const vitals = await page.evaluate(() => (globalThis as Watched).vitals);
  if (!vitals?.paint) throw new Error("The browser noted no paint.");
  return vitals;
}

/** Forgets the long tasks noted so far, those that have not been told yet among them. */
export async function forgetTasks(page: Page): Promise<void> {
  await page.evaluate(async () => {
    // The browser tells of a task some time after it.
    await new Promise((done) => setTimeout(done, 200));
    const { vitals } = globalThis as Watched;
    if (vitals) vitals.longestTask = 0;
  });
}
