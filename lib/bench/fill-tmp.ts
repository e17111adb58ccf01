import { openFixture } from "@/lib/bench/fixture-database";

const n = Number(process.argv[2]);
const f = await openFixture(n, (l) => console.log(new Date().toISOString(), l));
console.log(
  f.url,
  f.projectId,
  await f.sql`select count(*) from runs`,
  await f.sql`select pg_size_pretty(pg_total_relation_size('runs')) r, pg_size_pretty(pg_relation_size('runs')) rh, pg_size_pretty(pg_total_relation_size('run_metrics')) m`,
);
await f.sql.end();
process.exit(0); // keep server
