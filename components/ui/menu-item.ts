/** Class list of a link or button that is a line of a Popover. */
export const menuItem =
  "flex w-full items-center gap-2 rounded-s px-2.5 py-1.5 text-start text-m text-ink no-underline hover:bg-sunken aria-[current=true]:font-medium disabled:text-ink-3";
