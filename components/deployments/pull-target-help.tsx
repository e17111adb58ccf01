import { CommandLine } from "@/components/ui/command-line";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { paths } from "@/lib/paths";

/** How a serving system reads what it should serve and says what it serves: two copyable calls. */
export function PullTargetHelp({
  project,
  target,
  generation,
}: {
  project: string;
  target: string;
  generation: number;
}) {
  const at = `"$COUNTERSIGN_URL/api/v1/targets/${encodeURIComponent(target)}`;
  const auth = `-H "authorization: Bearer $COUNTERSIGN_TOKEN"`;
  return (
    <Section
      id="connect"
      title="How the target answers"
      meta={
        <>
          with an <TextLink href={paths.tokens(project)}>API token</TextLink> of scope deploy
        </>
      }
    >
      <div className="flex flex-col gap-2">
        <CommandLine command={`curl ${auth} ${at}/desired"`} />
        <CommandLine
          command={`curl -X POST ${auth} -H "content-type: application/json" -d '{"generation": ${generation}}' ${at}/acknowledgements"`}
        />
      </div>
    </Section>
  );
}
