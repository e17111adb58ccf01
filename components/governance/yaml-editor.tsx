"use client";

import { yaml } from "@codemirror/lang-yaml";
import { type Diagnostic, forceLinting, linter, lintGutter } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { basicSetup, EditorView } from "codemirror";
import { useEffect, useRef } from "react";
import { type Problem, parsePolicyYaml } from "@/lib/governance/editor/policy-yaml";

export type YamlEditorProps = {
  label: string;
  value: string;
  readOnly?: boolean;
  onChange: (value: string) => void;
  /** A place that the reader asked for; `at` makes the same place twice two requests. */
  goTo: { offset: number; at: number } | null;
};

const theme = EditorView.theme({
  "&": { fontSize: "12.5px", height: "100%", color: "var(--color-ink)", backgroundColor: "var(--color-panel)" },
  "&.cm-focused": { outline: "2px solid var(--color-accent)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "1.55" },
  ".cm-content": { caretColor: "var(--color-ink)" },
  ".cm-cursor": { borderLeftColor: "var(--color-ink)" },
  ".cm-gutters": {
    backgroundColor: "var(--color-sunken)",
    color: "var(--color-ink-3)",
    borderRight: "1px solid var(--color-line)",
  },
  ".cm-activeLine, .cm-activeLineGutter": {
    backgroundColor: "color-mix(in srgb, var(--color-accent) 7%, transparent)",
  },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--color-accent-soft)" },
  ".cm-tooltip, .cm-panels": {
    backgroundColor: "var(--color-panel)",
    color: "var(--color-ink)",
    border: "1px solid var(--color-line-strong)",
  },
  ".cm-diagnostic-error": { borderLeftColor: "var(--color-fail)" },
  // The library's own highlight colours are made for white paper only.
  ".cm-line span": { color: "inherit" },
});

const diagnosticOf =
  (length: number) =>
  (problem: Problem): Diagnostic => ({
    from: Math.min(problem.from, length),
    to: Math.min(Math.max(problem.to, problem.from), length),
    severity: "error",
    message: `Line ${problem.line}, column ${problem.column}: ${problem.message}`,
  });

/** The text of a policy with its problems at their lines. It comes in after the page, which works without it. */
export function YamlEditor({ label, value, readOnly = false, onChange, goTo }: YamlEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const tell = useRef(onChange);
  useEffect(() => {
    tell.current = onChange;
  });
  const initial = useRef(value);
  useEffect(() => {
    if (!host.current) return;
    const editor = new EditorView({
      parent: host.current,
      doc: initial.current,
      extensions: [
        basicSetup,
        yaml(),
        EditorState.readOnly.of(readOnly),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", tabindex: "0" }),
        linter(({ state }) => parsePolicyYaml(state.doc.toString()).problems.map(diagnosticOf(state.doc.length)), {
          delay: 200,
        }),
        lintGutter(),
        theme,
        EditorView.updateListener.of((update) => {
          if (update.docChanged) tell.current(update.state.doc.toString());
        }),
      ],
    });
    view.current = editor;
    // Lines are measured in the font that is there; the right one may come later.
    document.fonts.ready.then(() => editor.requestMeasure());
    return () => editor.destroy();
  }, [label, readOnly]);
  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
    forceLinting(editor);
  }, [value]);
  useEffect(() => {
    const editor = view.current;
    if (!editor || !goTo) return;
    const anchor = Math.min(goTo.offset, editor.state.doc.length);
    editor.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
    editor.focus();
  }, [goTo]);
  return <div ref={host} className="h-full min-h-80 overflow-hidden" />;
}
