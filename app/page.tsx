import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { SignOutForm } from "@/components/auth/sign-out-form";
import { BarePage } from "@/components/layout/bare-page";
import { CommandLine } from "@/components/ui/command-line";
import { getDb } from "@/db/client";
import { cookieName } from "@/lib/auth/cookies";
import { findSession } from "@/lib/auth/session";
import { paths } from "@/lib/paths";
import { listProjectsOf } from "@/lib/projects/queries";

/** Goes to the last project looked at, else the first; tells a person without a project what to do. */
export default async function FrontPage() {
  const session = await findSession(getDb());
  if (!session) redirect(paths.signIn());
  const projects = await listProjectsOf(getDb(), session.userId);
  const last = (await cookies()).get(cookieName("project"))?.value;
  const project = projects.find(({ name }) => name === last) ?? projects[0];
  if (project) redirect(paths.home(project.name));
  return (
    <BarePage>
      <h1>You are in no project yet</h1>
      <p className="mt-1.5 mb-4 text-ink-2">
        Your account works: you are signed in as <bdi>{session.name}</bdi> ({session.email}). Ask the administrator of a
        project to add this e-mail address under Settings, Members.
      </p>
      {session.isInstanceAdmin && (
        <div className="mb-4">
          <p className="mb-1.5 text-s text-ink-2">You administer this installation. Create a project on the server:</p>
          <CommandLine command="npm run admin -- project create my-project" />
        </div>
      )}
      <SignOutForm />
    </BarePage>
  );
}
