import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import type { Benchmark, Figure } from "./measure";

/** Gzip size of every script that the sign-in page and the first console page load, as served by a running product. */
export const clientJs = (baseUrl: string, staticDir: string, cookie: string, paths: readonly string[]): Benchmark => ({
  name: "client-js",
  title: "Client JavaScript of the first routes",
  async run(report) {
    const figures: Figure[] = [];
    for (const path of paths) {
      const html = await (await fetch(baseUrl + path, { headers: { cookie } })).text();
      const scripts = [...new Set([...html.matchAll(/<script[^>]+src="([^"?]+\.js)/g)].map((m) => m[1] as string))];
      const bytes = scripts
        .filter((src) => !/polyfills|noModule/i.test(src))
        .reduce((sum, src) => sum + gzipSync(readFileSync(staticDir + src.replace("/_next/static", ""))).length, 0);
      report(`${path}: ${scripts.length} scripts`);
      figures.push({
        name: `client JavaScript of ${path}`,
        value: bytes / 1024,
        unit: "KB gzip",
      });
    }
    return figures;
  },
});
