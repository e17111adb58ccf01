import { Command } from "commander";
import { build, findBuild } from "./build";
import { runMain } from "./exit";
import { createProgress } from "./progress";

const program = new Command("npm run build --")
  .description(
    "Builds for production, unless the finished build is of this very source. `npm start` does it by itself.",
  )
  .option("--force", "build even if nothing changed")
  .action((options: { force?: boolean }) =>
    runMain(async () => {
      const found = options.force ? null : findBuild();
      console.log(found ? `Current: ${found}` : `Built: ${await createProgress().step("Production build", build)}`);
    }),
  );

await program.parseAsync();
