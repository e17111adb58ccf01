import { text } from "node:stream/consumers";
import { Command } from "commander";
import { roles } from "@/db/enums";
import { addMember } from "@/lib/auth/commands/add-member";
import { createUser } from "@/lib/auth/commands/create-user";
import { issuePasswordLink } from "@/lib/auth/commands/issue-password-link";
import { linkPerson } from "@/lib/auth/commands/link-person";
import { setUserDisabled } from "@/lib/auth/commands/set-user-disabled";
import type { AddMemberInput } from "@/lib/auth/schemas";
import { findUserByEmail } from "@/lib/auth/users";
import { absolute, administer, type JsonOption, list } from "./admin-context";
import { CliError } from "./exit";

type NewUser = JsonOption & { email: string; name: string; title?: string; admin?: boolean; passwordStdin?: boolean };

const create = new Command("create")
  .description(
    "Creates an account. Its owner sets the password through the one-time link that is printed, unless one is piped in.",
  )
  .requiredOption("--email <address>", "what they sign in with")
  .requiredOption("--name <name>", "the person's full name")
  .option("--title <title>", "job title")
  .option("--admin", "may create projects and accounts in this installation")
  .option("--password-stdin", "read the password from standard input")
  .option("--json", 'print {"userId", "personId", "link"}')
  .action((options: NewUser) =>
    administer(
      null,
      options,
      async (ctx) => {
        const password = options.passwordStdin ? (await text(process.stdin)).replace(/\r?\n$/, "") : undefined;
        const { email, name, title, admin } = options;
        const user = await createUser(ctx, { email, name, title, password, isInstanceAdmin: admin });
        const link = password ? null : absolute((await issuePasswordLink(ctx, { userId: user.userId })).link);
        return { ...user, link };
      },
      (made) =>
        `Created the account ${options.email}.${made.link ? `\nTheir link to set a password (works once): ${made.link}` : ""}`,
    ),
  );

const resetPassword = new Command("reset-password")
  .description("Prints a one-time link with which an account's owner sets a new password.")
  .requiredOption("--email <address>", "the account")
  .option("--json", 'print {"link", "expiresAt"}')
  .action((options: JsonOption & { email: string }) =>
    administer(
      null,
      options,
      async (ctx) => {
        const user = await findUserByEmail(ctx.db, options.email);
        if (!user) throw new CliError(`--email: found "${options.email}", which no account has.`);
        const { link, expiresAt } = await issuePasswordLink(ctx, { userId: user.id });
        return { link: absolute(link), expiresAt };
      },
      (made) => made.link,
    ),
  );

/** `user disable` and `user enable`: one switch, two words. */
const disabling = (name: "disable" | "enable", description: string) =>
  new Command(name)
    .description(description)
    .requiredOption("--email <address>", "the account")
    .option("--json", 'print {"userId"}')
    .action((options: JsonOption & { email: string }) =>
      administer(
        null,
        options,
        async (ctx) => {
          const user = await findUserByEmail(ctx.db, options.email);
          if (!user) throw new CliError(`--email: found "${options.email}", which no account has.`);
          await setUserDisabled(ctx, { userId: user.id, disabled: name === "disable" });
          return { userId: user.id };
        },
        () => `${name === "disable" ? "Disabled" : "Enabled"} the account ${options.email}.`,
      ),
    );

const disable = disabling("disable", "Disables an account: its sessions and API tokens end at once.");
const enable = disabling("enable", "Enables a disabled account; its owner signs in again.");

const link = new Command("link")
  .description("Says that two accounts belong to one person: they count once, and neither countersigns the other.")
  .requiredOption("--email <address>", "the account")
  .requiredOption("--same-as <address>", "another account of the same person")
  .option("--json", 'print {"personId"}')
  .action((options: JsonOption & { email: string; sameAs: string }) =>
    administer(
      null,
      options,
      async (ctx) => {
        const [user, same] = [
          await findUserByEmail(ctx.db, options.email),
          await findUserByEmail(ctx.db, options.sameAs),
        ];
        if (!user) throw new CliError(`--email: found "${options.email}", which no account has.`);
        if (!same) throw new CliError(`--same-as: found "${options.sameAs}", which no account has.`);
        return linkPerson(ctx, { userId: user.id, sameAsUserId: same.id });
      },
      () => `${options.email} and ${options.sameAs} are one person from now on.`,
    ),
  );

type NewMember = JsonOption & { project: string; email: string; name?: string; roles: string[]; group?: string };

const addToProject = new Command("add")
  .description("Adds a person to a project; an unknown e-mail needs --name and becomes an account.")
  .requiredOption("--project <name>", "the project")
  .requiredOption("--email <address>", "who")
  .requiredOption("--roles <list>", `comma-separated: ${roles.join(", ")}`, list)
  .option("--name <name>", "full name, for a new account")
  .option("--group <name>", "the group they decide for, e.g. Model Risk")
  .option("--json", 'print {"name", "link"}')
  .action((options: NewMember) =>
    administer(
      options.project,
      options,
      async (ctx) => {
        const { email, name, group, roles } = options;
        const made = await addMember(ctx, {
          email,
          name,
          roles: roles as AddMemberInput["roles"],
          groupName: group ?? "",
        });
        return { ...made, link: made.link && absolute(made.link) };
      },
      (made) => `Added ${made.name}.${made.link ? `\nTheir link to set a password (works once): ${made.link}` : ""}`,
    ),
  );

export const userCommand = new Command("user")
  .description("Accounts")
  .addCommand(create)
  .addCommand(resetPassword)
  .addCommand(disable)
  .addCommand(enable)
  .addCommand(link);
export const memberCommand = new Command("member").description("Who is in which project").addCommand(addToProject);
