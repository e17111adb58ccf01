/** Whether a change of the page would disturb now: nobody looks, a dialog is open, or text is being marked. */
export function isReading(): boolean {
  const marked = document.getSelection();
  return (
    document.visibilityState === "hidden" ||
    document.querySelector("dialog[open]") !== null ||
    (marked !== null && !marked.isCollapsed)
  );
}
