import { Glyph } from "@/components/ui/glyph";
import { Table, Td, Th } from "@/components/ui/table";
import { roleName } from "@/lib/auth/role-names";
import { formatList } from "@/lib/format";
import { type DutyPerson, duties, dutyFacts, mayDo } from "@/lib/promotions/duties";

/** People by duty: what their roles let them do, and how often they did it here. */
export function DutiesMatrix({ people, ownPersonId }: { people: readonly DutyPerson[]; ownPersonId: string }) {
  return (
    <Table caption="Who may do which duty, and how often they did" density="roomy">
      <thead>
        <tr>
          <Th>Person</Th>
          {duties.map((duty) => (
            <Th key={duty} align="center">
              {dutyFacts[duty].label}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <tr key={person.personId} data-selected={person.personId === ownPersonId || undefined}>
            <Td className="py-1.5">
              <bdi className="font-medium">{person.name}</bdi>
              <span className="block text-xs text-ink-3">
                {person.roles.length > 0 ? formatList(person.roles.map(roleName)) : "no role any more"}
                {person.groupName && (
                  <>
                    , <bdi>{person.groupName}</bdi>
                  </>
                )}
              </span>
            </Td>
            {duties.map((duty) => {
              const may = mayDo(person, duty);
              const times = person.did[duty];
              return (
                <Td key={duty} align="center">
                  {may && (
                    <span className="inline-flex items-center gap-1">
                      <Glyph name="done" size={12} />
                      <span className="sr-only">may</span>
                    </span>
                  )}
                  {times > 0 && (
                    <span className="block text-xs text-ink-2">
                      {dutyFacts[duty].did} {times}
                      {!may && ", may no more"}
                    </span>
                  )}
                  {!may && times === 0 && <span className="sr-only">may not</span>}
                </Td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
