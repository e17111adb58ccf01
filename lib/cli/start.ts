import { Command } from "commander";
import { runMain } from "./exit";
import { launch } from "./launch";

const program = new Command("npm start --")
  .description(
    "Starts Countersign: database, migrations, demo, build, web server and worker.\n\n" +
      "Without DATABASE_URL it runs its own PostgreSQL below .data/ and loads a demo; with it, it uses that database.\n" +
      "Settings: DATABASE_URL, PORT (3000), HOST, NEXTAUTH_URL, NEXTAUTH_SECRET, OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, COUNTERSIGN_DATA_DIR (.data).",
  )
  .option("--dev", "serve with hot reload instead of a production build")
  .option("--no-demo", "leave a new database empty and print a set-up link for the first administrator")
  .option("--no-worker", "serve only; jobs are done by `npm run worker` elsewhere")
  .action((options: { dev?: boolean; demo: boolean; worker: boolean }) =>
    runMain(() => launch({ dev: options.dev ?? false, demo: options.demo, worker: options.worker })),
  );

await program.parseAsync();
