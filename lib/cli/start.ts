import { Command } from "commander";
import { getEnv } from "@/lib/env";
import { runMain } from "./exit";

const program = new Command("npm start --")
  .description(
    "Starts Countersign: database, migrations, demo, build, web server and worker.\n\n" +
      "Without DATABASE_URL it runs its own PostgreSQL below .data/ and loads a demo; with it, it uses that database.\n" +
      "Settings: DATABASE_URL, PORT (3000), HOST, NEXTAUTH_URL, NEXTAUTH_SECRET, OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, COUNTERSIGN_DATA_DIR (.data);\n" +
      "mail and webhooks: SMTP_URL, MAIL_FROM, WEBHOOK_PORTS (docs/notifications.md);\n" +
      "internal MLflow servers to take runs over from: IMPORT_ALLOWED_HOSTS (docs/import.md);\n" +
      "uploaded artifacts: ARTIFACTS_DIR, or ARTIFACTS_S3_BUCKET, _PREFIX, _REGION, _ENDPOINT (docs/artifacts.md).",
  )
  .option("--dev", "serve with hot reload instead of a production build")
  .option("--no-demo", "leave a new database empty and print a set-up link for the first administrator")
  .option("--no-worker", "serve only; jobs are done by `npm run worker` elsewhere")
  .option("--last-build", "serve the newest finished build, even if sources changed since")
  .action((options: { dev?: boolean; demo: boolean; worker: boolean; lastBuild?: boolean }) =>
    runMain(async () => {
      Object.assign(process.env, { NODE_ENV: options.dev ? "development" : "production" });
      // Before anything that reads a setting while it loads.
      getEnv();
      const { launch } = await import("./launch");
      await launch({ ...options, dev: options.dev ?? false, lastBuild: options.lastBuild ?? false });
    }),
  );

await program.parseAsync();
