import { DescriptionList } from "@/components/ui/description-list";

/** What of a server comes over, and why the rest does not. */
export function TakenList() {
  return (
    <DescriptionList
      items={[
        {
          term: "Runs",
          value: "taken, with parameters, metrics and their history, tags, datasets, and the address of their files",
        },
        { term: "Logged models", value: "taken, with parameters, tags and metrics, linked to their runs" },
        {
          term: "Versions",
          value:
            "noted: what a gate judges is registered by a person here, from the run; stages and aliases there move nothing",
        },
        { term: "Files", value: "left there; runs and logged models keep their address" },
        { term: "The rest", value: "traces, evaluation datasets and prompts are left there: nothing here reads them" },
      ]}
    />
  );
}
