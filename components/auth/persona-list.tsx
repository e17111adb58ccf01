"use client";

import { useActionState } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Glyph } from "@/components/ui/glyph";
import { Panel } from "@/components/ui/panel";
import { signInPersonaAction } from "@/lib/auth/sign-in-actions";
import { FormMessage } from "./form-message";

type Persona = { userId: string; name: string; title: string; does: string };

/** The demo's people; a click signs in as one of them. */
export function PersonaList({ personas, next }: { personas: readonly Persona[]; next: string }) {
  const [state, action, pending] = useActionState(signInPersonaAction, null);
  return (
    <>
      <FormMessage state={state} />
      <Panel>
        <ul className="divide-y divide-line">
          {personas.map(({ userId, name, title, does }) => (
            <li key={userId}>
              <form action={action}>
                <input type="hidden" name="next" value={next} />
                <input type="hidden" name="userId" value={userId} />
                <button
                  type="submit"
                  disabled={pending}
                  aria-label={`Sign in as ${name}, ${title}`}
                  className="group flex w-full items-center gap-3 px-3.5 py-2.5 text-start hover:bg-sunken"
                >
                  <Avatar name={name} size="l" />
                  <span className="min-w-0 flex-1">
                    <span className="block">
                      <span className="font-medium">{name}</span> <span className="text-ink-2">{title}</span>
                    </span>
                    <span className="block text-s text-ink-2">{does}</span>
                  </span>
                  <Glyph name="arrow" className="text-ink-3 group-hover:text-ink" />
                </button>
              </form>
            </li>
          ))}
        </ul>
      </Panel>
    </>
  );
}
