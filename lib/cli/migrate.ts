import { Command } from "commander";
import { migrateDatabase } from "@/db/migrate";
import { locateDatabase, reachable } from "./database";
import { runMain } from "./exit";

const program = new Command("npm run db:migrate --")
  .description(
    "Brings the database to the schema of this version: that of DATABASE_URL, or the embedded one.\n" +
      "Safe to run again, beside a running server, and from several machines at once.",
  )
  .action(() =>
    runMain(async () => {
      const database = await locateDatabase();
      try {
        const applied = await migrateDatabase(database.url).catch((error) => Promise.reject(reachable(error)));
        for (const name of applied) console.log(`applied ${name}`);
        console.log(
          applied.length === 0 ? "Nothing to do: the database is current." : `${applied.length} migration(s) applied.`,
        );
      } finally {
        await database.close();
      }
    }),
  );

await program.parseAsync();
