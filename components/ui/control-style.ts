/** Class list shared by text inputs, text areas and selects. */
export const controlStyle =
  "w-full rounded-m border border-control bg-panel px-2.5 text-m text-ink placeholder:text-ink-3 " +
  "aria-invalid:border-fail disabled:border-line disabled:bg-sunken disabled:text-ink-3 [&:is(input,textarea):read-only]:bg-sunken";
