import { Command } from "commander";
import { projects } from "@/db/schema/auth";
import { createProject } from "@/lib/projects/commands/create-project";
import { administer, type JsonOption } from "./admin-context";

const create = new Command("create")
  .description("Creates a project with its environments and the shipped policies.")
  .argument("<name>", "short name, used in addresses: lower-case letters, digits and dashes")
  .option("--title <title>", "name as people read it; the short name when left out")
  .option("--json", 'print {"id", "name", "title"}')
  .action((name: string, options: JsonOption & { title?: string }) =>
    administer(
      null,
      options,
      (ctx) => createProject(ctx, { name, title: options.title }),
      (made) => `Created the project ${made.name}.`,
    ),
  );

const list = new Command("list")
  .description("Lists all projects.")
  .option("--json", "print an array")
  .action((options: JsonOption) =>
    administer(
      null,
      options,
      (ctx) =>
        ctx.db
          .select({ id: projects.id, name: projects.name, title: projects.title })
          .from(projects)
          .orderBy(projects.name),
      (all) => (all.length === 0 ? "There is no project yet." : all.map((p) => `${p.name}\t${p.title}`).join("\n")),
    ),
  );

export const projectCommand = new Command("project").description("Projects").addCommand(create).addCommand(list);
