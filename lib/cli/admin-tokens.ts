import { Command } from "commander";
import { tokenScopes } from "@/db/enums";
import { createToken } from "@/lib/auth/commands/create-token";
import type { CreateTokenInput } from "@/lib/auth/schemas";
import { administer, type JsonOption, list } from "./admin-context";

type Options = JsonOption & { project: string; scopes: string[]; name: string; expiresDays?: string };

const create = new Command("create")
  .description("Creates an API token. It is shown once and can ingest, read or deploy, never approve.")
  .requiredOption("--project <name>", "the project it belongs to")
  .requiredOption("--scopes <list>", `comma-separated: ${tokenScopes.join(", ")}`, list)
  .option("--name <name>", "what uses the token", "command line")
  .option("--expires-days <n>", "days until it expires, 1 to 90; 30 when left out")
  .option("--json", 'print {"token", "tokenId", "name", "scopes", "expiresAt"}')
  .action((options: Options) =>
    administer(
      options.project,
      options,
      (ctx) =>
        createToken(ctx, {
          name: options.name,
          scopes: options.scopes as CreateTokenInput["scopes"],
          days: options.expiresDays,
        }),
      (made) =>
        `${made.token}\nExpires ${made.expiresAt.toISOString().slice(0, 10)}. Keep it now: it is not shown again.`,
    ),
  );

export const tokenCommand = new Command("token").description("API tokens").addCommand(create);
