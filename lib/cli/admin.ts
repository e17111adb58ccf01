import { Command } from "commander";
import { projectCommand } from "./admin-projects";
import { tokenCommand } from "./admin-tokens";
import { memberCommand, userCommand } from "./admin-users";

const program = new Command("npm run admin --")
  .description(
    "Administers this installation from its own machine: the same commands as the console's, as the system, in the audit log.\n" +
      "Works beside a running server. Exits 0 when done, 1 when refused.",
  )
  .addCommand(projectCommand)
  .addCommand(tokenCommand)
  .addCommand(userCommand)
  .addCommand(memberCommand)
  .addHelpText(
    "after",
    "\nExamples:\n  npm run admin -- project create credit --json\n  npm run admin -- token create --project credit --scopes ingest,read --json\n" +
      '  npm run admin -- user create --email a@example.com --name "Ada Lovelace" --admin',
  );

await program.parseAsync();
