"use client";

import { useEffect, useRef } from "react";

type Draft = Record<string, string | boolean>;
type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const storageKey = (key: string) => `countersign-draft:${key}`;
const isChoice = (control: Control): control is HTMLInputElement =>
  control instanceof HTMLInputElement && (control.type === "checkbox" || control.type === "radio");
const identity = (control: Control) => (isChoice(control) ? `${control.name}=${control.value}` : control.name);

function* controls(form: HTMLFormElement): Generator<Control> {
  for (const element of form.elements) {
    const known =
      element instanceof HTMLInputElement ||
      element instanceof HTMLTextAreaElement ||
      element instanceof HTMLSelectElement;
    if (known && element.name && !["password", "hidden", "file"].includes(element.type)) yield element;
  }
}

/**
 * Keeps what is typed into a form's named, uncontrolled fields in sessionStorage under `key`, and puts it back after a
 * reload; without a key nothing is kept. Passwords and hidden fields are never kept. Returns props for the form and `clear`, to call once it is sent.
 */
export function useFormDraft(key: string | undefined) {
  const ref = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (key !== undefined && ref.current) restore(ref.current, read(key));
  }, [key]);
  const onInput = () => {
    if (key !== undefined && ref.current) write(key, ref.current);
  };
  const clear = () => {
    if (key !== undefined) sessionStorage.removeItem(storageKey(key));
  };
  return { formProps: { ref, onInput }, clear };
}

function read(key: string): Draft {
  try {
    return JSON.parse(sessionStorage.getItem(storageKey(key)) ?? "{}") as Draft;
  } catch {
    return {};
  }
}

function write(key: string, form: HTMLFormElement): void {
  const draft: Draft = {};
  for (const control of controls(form)) draft[identity(control)] = isChoice(control) ? control.checked : control.value;
  try {
    sessionStorage.setItem(storageKey(key), JSON.stringify(draft));
  } catch {
    // Storage is full or switched off: the page itself still holds the text.
  }
}

function restore(form: HTMLFormElement, draft: Draft): void {
  for (const control of controls(form)) {
    const value = draft[identity(control)];
    if (value === undefined) continue;
    if (isChoice(control)) control.checked = value === true;
    else if (typeof value === "string") control.value = value;
    // What is shown beside a choice follows it.
    if (control instanceof HTMLSelectElement) control.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
