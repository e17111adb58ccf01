import type { Metadata } from "next";
import { ApiReference } from "@/components/api/api-reference";
import { TextLink } from "@/components/ui/text-link";
import { paths } from "@/lib/paths";

export const metadata: Metadata = { title: "REST API" };

/** The REST API as the server describes it, to read and to try. Needs no sign-in: it shows no data. */
export default function ApiPage() {
  return (
    <div className="mx-auto max-w-[1200px] px-4 py-6 sm:px-6">
      <header>
        <TextLink href="/">Countersign</TextLink>
        <h1 className="mt-1">REST API</h1>
        <p className="mt-2 max-w-[90ch] text-ink-2">
          Everything that the console shows, and logging to it. Calls carry an API token of a project. The description
          is also there{" "}
          <a href={paths.openApi} className="text-accent-ink underline">
            as OpenAPI 3.1
          </a>
          , for generators.
        </p>
      </header>
      <ApiReference address={paths.openApi} />
    </div>
  );
}
