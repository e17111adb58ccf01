"use client";

import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { CheckboxField } from "@/components/ui/checkbox";
import { TextareaField } from "@/components/ui/textarea";
import type { FigureView } from "@/lib/models/card-figures";
import { confirmName } from "@/lib/models/card-form";
import { type CardSection, shownText } from "@/lib/models/card-sections";
import { FigureChip, NewFigureChip } from "./card-figure-chip";
import type { Offer } from "./card-figure-picker";
import { CardText } from "./card-text";

type EditorSectionProps = {
  name: CardSection;
  title: string;
  hint: string;
  initial: string;
  isDrafted: boolean;
  error: string[] | undefined;
  /** Turns true once a kept draft is back in the field. */
  restored: boolean;
  onPick: (area: HTMLTextAreaElement | null) => void;
  preview: { project: string; figures: readonly FigureView[]; offers: readonly Offer[]; now: string };
};

const oneLine: readonly CardSection[] = ["licence", "owners", "references", "citation"];

/** Room for the text as it is, within reason. */
const rowsFor = (name: CardSection, text: string) =>
  Math.min(20, Math.max(oneLine.includes(name) ? 2 : 5, text.split("\n").length + 1));

/** One section: the text, a way to insert figures, the preview, and for drafted text the person's word for it. */
export function EditorSection(props: EditorSectionProps) {
  const { name, title, hint, initial, isDrafted, error, restored, onPick, preview } = props;
  const area = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(initial);
  useEffect(() => {
    if (restored && area.current) setText(area.current.value);
  }, [restored]);
  const figure = (reference: string) => {
    const view = preview.figures.find((written) => written.reference === reference);
    if (view) return <FigureChip view={view} project={preview.project} now={preview.now} />;
    return (
      <NewFigureChip reference={reference} isKnown={preview.offers.some((offer) => offer.reference === reference)} />
    );
  };
  return (
    // The bare callback ref gives the textarea inside the field without a prop for it.
    <div
      id={name}
      ref={(element) => {
        area.current = element?.querySelector("textarea") ?? null;
      }}
      className="grid scroll-mt-16 grid-cols-[minmax(0,1fr)] gap-x-5 gap-y-2 xl:grid-cols-2"
    >
      <div className="flex min-w-0 flex-col gap-1.5">
        <TextareaField
          name={name}
          label={title}
          hint={hint}
          optional
          rows={rowsFor(name, initial)}
          defaultValue={initial}
          onInput={(event) => setText(event.currentTarget.value)}
          error={error}
        />
        <div className="flex flex-wrap items-center gap-3">
          <Button size="s" aria-label={`Insert figure into ${title}`} onClick={() => onPick(area.current)}>
            Insert figure
          </Button>
          {isDrafted && (
            <CheckboxField
              name={confirmName(name)}
              label={`Confirm ${title}: I have read the draft and stand for it`}
            />
          )}
        </div>
      </div>
      {text.trim() && (
        <section
          aria-label={`Preview of ${title}`}
          className="min-w-0 rounded-m border border-line bg-sunken px-3 py-2 xl:mt-10.5"
        >
          <CardText text={shownText(name, text)} figure={figure} />
        </section>
      )}
    </div>
  );
}
