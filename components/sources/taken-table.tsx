import { Table, Td, Th } from "@/components/ui/table";

const kinds: readonly { what: string; how: string; why: string }[] = [
  {
    what: "Runs",
    how: "taken",
    why: "with parameters, metrics and their history, tags, datasets, and the address of their files, which stay there",
  },
  {
    what: "Logged models",
    how: "taken",
    why: "with parameters, tags and metrics, linked to their runs; files stay there",
  },
  {
    what: "Registered versions",
    how: "noted",
    why: "what a gate judges is registered by a person here, from the run; stages and aliases there move nothing",
  },
  { what: "Traces, evaluation datasets, prompts", how: "left there", why: "nothing here reads them" },
];

/** What of a server comes over, and why the rest does not. */
export function TakenTable() {
  return (
    <Table caption="What comes over" density="normal">
      <thead>
        <tr>
          <Th>There</Th>
          <Th>Here</Th>
          <Th>How, or why not</Th>
        </tr>
      </thead>
      <tbody>
        {kinds.map(({ what, how, why }) => (
          <tr key={what}>
            <Td wrap>{what}</Td>
            <Td>{how}</Td>
            <Td wrap className="min-w-64">
              {why}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
