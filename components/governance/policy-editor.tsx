"use client";

import clsx from "clsx";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useDeferredValue, useMemo, useState } from "react";
import { toast } from "sonner";
import { SessionEndedDialog } from "@/components/auth/session-ended-dialog";
import { useProtectedForm } from "@/components/auth/use-protected-form";
import { useShortcuts } from "@/components/layout/use-shortcuts";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { FormFailure } from "@/components/ui/form-failure";
import { Textarea } from "@/components/ui/textarea";
import { formatCount, plural } from "@/lib/format";
import { savePolicyDraftAction } from "@/lib/governance/actions";
import { maxSourceLength, parsePolicyYaml } from "@/lib/governance/editor/policy-yaml";
import type { Policy } from "@/lib/governance/policy";
import { diffPolicies } from "@/lib/governance/policy-diff";
import { PolicyChanges } from "./policy-changes";
import { type Known, PolicyForm } from "./policy-form";
import { PolicyProblems } from "./policy-problems";
import { useDraftText } from "./use-draft-text";

// The editor is larger than everything else on the page: it comes when it is needed, and a plain text area stands in until then.
const YamlEditor = dynamic(() => import("./yaml-editor").then((file) => file.YamlEditor), {
  ssr: false,
  loading: () => <p className="p-3.5 text-s text-ink-2">Loading the editor…</p>,
});

const panes = [
  ["form", "Form"],
  ["yaml", "YAML"],
  ["changes", "Changes"],
] as const;
export type Pane = (typeof panes)[number][0];

type Props = {
  project: string;
  draft: { number: number; lockVersion: number; source: string; isProposed: boolean };
  known: Known;
  live: { policy: Policy; words: string } | null;
  pane: Pane;
};

/** Form and text side by side over one original, the text; on narrow screens one at a time. */
export function PolicyEditor({ project, draft, known, live, pane: firstPane }: Props) {
  const router = useRouter();
  const [pane, keepPane] = useState<Pane>(firstPane);
  const setPane = (next: Pane) => {
    keepPane(next);
    // The address says what is shown; a navigation would fetch the page again for nothing.
    window.history.replaceState(null, "", `?view=edit&pane=${next}`);
  };
  const [goTo, setGoTo] = useState<{ offset: number; at: number } | null>(null);
  const { text, change, restored, discard, forget } = useDraftText(`policy:${project}:${draft.number}`, draft.source);
  const deferred = useDeferredValue(text);
  const parsed = useMemo(() => parsePolicyYaml(deferred), [deferred]);
  const act = useProtectedForm(savePolicyDraftAction, {
    onSuccess: (saved) => {
      forget();
      toast.success(
        saved.voidedProposal
          ? "Saved; the proposal is taken back"
          : saved.problems > 0
            ? `Saved with ${plural(saved.problems, "problem")}`
            : "Saved",
      );
      router.refresh();
    },
  });
  const isChanged = text !== draft.source;
  const isTooLong = text.length > maxSourceLength;
  const save = () => act.run(project, { number: draft.number, lockVersion: draft.lockVersion, source: text });
  useShortcuts([{ keys: "mod+s", always: true, run: () => isChanged && !isTooLong && save() }]);
  const shown = (which: Pane, wide: string) => clsx(pane === which ? "block" : "hidden", wide);
  return (
    <div className="flex flex-col gap-3">
      {restored && isChanged && (
        <Callout
          role="status"
          actions={
            <Button size="s" onClick={discard}>
              Go back to what is saved
            </Button>
          }
        >
          What you wrote and had not saved is still here.
        </Callout>
      )}
      <div className="flex flex-wrap items-center gap-2.5">
        <fieldset aria-label="View" className="inline-flex rounded-m border border-line text-s">
          {panes.map(([id, label]) => (
            <button
              key={id}
              type="button"
              aria-pressed={pane === id}
              onClick={() => setPane(id)}
              className={clsx(
                "border-s border-line px-2.5 py-1 first:border-s-0 -outline-offset-2",
                pane === id ? "bg-accent-soft font-medium text-accent-ink" : "text-ink-2 hover:bg-sunken",
                id === "yaml" && "lg:hidden",
              )}
            >
              {id === "form" ? (
                <>
                  <span className="lg:hidden">{label}</span>
                  <span className="hidden lg:inline">Form and YAML</span>
                </>
              ) : (
                label
              )}
            </button>
          ))}
        </fieldset>
        <span className={clsx("text-xs tabular-nums", isTooLong ? "font-medium text-fail" : "text-ink-3")}>
          {formatCount(text.length)} of {formatCount(maxSourceLength)} characters
        </span>
        <div className="ms-auto flex items-center gap-2.5">
          <span className="text-s text-ink-2" aria-live="polite">
            {isChanged ? "not saved" : "saved"}
          </span>
          <Button variant="primary" pending={act.pending} disabled={!isChanged || isTooLong} onClick={save}>
            Save draft
          </Button>
        </div>
      </div>
      {draft.isProposed && isChanged && (
        <Callout tone="warn">Saving takes the proposal back: what is proposed has to be what was read.</Callout>
      )}
      <PolicyProblems
        problems={parsed.problems}
        onGo={(offset) => {
          setPane("yaml");
          setGoTo((last) => ({ offset, at: (last?.at ?? 0) + 1 }));
        }}
      />
      <FormFailure failure={act.failure} />
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-2">
        <section
          aria-label="Form"
          className={clsx(
            "overflow-hidden rounded-m border border-line bg-panel lg:max-h-[75vh] lg:overflow-y-auto",
            shown("form", pane === "changes" ? "lg:hidden" : "lg:block"),
          )}
        >
          <PolicyForm source={text} parsed={parsed} known={known} onChange={change} />
        </section>
        <section
          aria-label="YAML"
          className={clsx(
            "h-[75vh] overflow-hidden rounded-m border border-line bg-panel lg:sticky lg:top-4",
            shown("yaml", pane === "changes" ? "lg:hidden" : "lg:block"),
          )}
        >
          {isTooLong ? (
            <Textarea
              aria-label="Policy as YAML"
              className="h-full font-mono"
              value={text}
              onChange={(event) => change(event.target.value)}
            />
          ) : (
            <YamlEditor label="Policy as YAML" value={text} onChange={change} goTo={goTo} />
          )}
        </section>
        {pane === "changes" && (
          <section aria-label="Changes" className="lg:col-span-2">
            {parsed.policy ? (
              <PolicyChanges diff={diffPolicies(live?.policy ?? null, parsed.policy)} against={live?.words ?? null} />
            ) : (
              <Callout>Changes are shown once the text is a policy.</Callout>
            )}
          </section>
        )}
      </div>
      <SessionEndedDialog session={act.session} onResend={act.resend} />
    </div>
  );
}
