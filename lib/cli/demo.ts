import { Command } from "commander";
import { eq } from "drizzle-orm";
import { projects } from "@/db/schema";
import { demoProject, loadDemo } from "@/lib/demo/load";
import { openDatabase } from "./database";
import { CliError, runMain } from "./exit";
import { createProgress } from "./progress";

const program = new Command("npm run demo --")
  .description(
    `Plays the demo into the embedded database: the project "${demoProject.name}" with real runs, approvals, a rejection and a rollback.\n` +
      "Works beside a running server. The demo and its persona sign-in exist only on the embedded database.",
  )
  .action(() =>
    runMain(async () => {
      const database = await openDatabase();
      try {
        if (!database.isEmbedded)
          throw new CliError(
            "DATABASE_URL: found a value; expected none, because the demo lives only on the embedded database.",
          );
        const [project] = await database.db.select().from(projects).where(eq(projects.name, demoProject.name));
        if (project)
          throw new CliError(
            `The demo is here already, as the project "${demoProject.name}". To start over, stop the product and delete .data/.`,
          );
        await createProgress().step("Playing the demo", (note) => loadDemo(database.db, { onProgress: note }));
      } finally {
        await database.close();
      }
    }),
  );

await program.parseAsync();
