import { Callout } from "@/components/ui/callout";

/** Somebody else signed in in the other tab: what is written here is not theirs to send. */
export function OtherPerson({ name, own }: { name: string; own: string }) {
  return (
    <Callout tone="fail" role="alert">
      <bdi>{name}</bdi> signed in, but this page belongs to <bdi>{own}</bdi>. Nothing was sent. Have <bdi>{own}</bdi>{" "}
      sign in in the new tab, or reload this page to go on as <bdi>{name}</bdi>.
    </Callout>
  );
}
