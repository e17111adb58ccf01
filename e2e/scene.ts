import type { Browser, Page } from "@playwright/test";
import { makeProject, type Person, realRun, signIn } from "./world";

export type Scene = {
  project: string;
  token: string;
  people: Person[];
  at: (path: string) => string;
  /** Registers and requests; is a reviewer too, so that only her own part in it keeps her from approving. */
  mira: Page;
  /** Reviews and operates. */
  theo: Page;
  /** Risk officer. */
  ada: Page;
};

/** A project with three people signed in, two real runs, a medium-risk model with both as versions, and a target for it. */
export async function setScene(
  browser: Browser,
  name: string,
  /** More people, who come after those three and have not signed in yet. */
  others: readonly Person[] = [],
): Promise<Scene> {
  const cast = [
    { name: "Mira Holm", email: "mira@example.org", roles: "data_scientist,reviewer", group: "Data Science" },
    { name: "Theo Brandt", email: "theo@example.org", roles: "reviewer,operator", group: "Model Validation" },
    { name: "Ada Nwosu", email: "ada@example.org", roles: "risk_officer,admin", group: "Model Risk" },
    ...others,
  ];
  const { project, people, token } = makeProject(name, cast, {
    name: "income-check",
    runs: [realRun("lr-v1-s2-C1", "plain"), realRun("hgb-v1-seed11", "boosted")],
    registeredBy: 0,
    target: { name: "benefits-eu", createdBy: 1 },
  });
  const at = (path: string) => `/p/${project}${path}`;
  const [mira, theo, ada] = (await Promise.all(people.slice(0, 3).map((person) => signIn(browser, person)))) as [
    Page,
    Page,
    Page,
  ];
  return { project, token, people, at, mira, theo, ada };
}

/** Signs everybody out by closing their browsers. */
export const endScene = ({ mira, theo, ada }: Scene) =>
  Promise.all([mira, theo, ada].map((page) => page.context().close()));
