/** A small turning ring. Decorative: say the state in words beside it. */
export function Spinner({ size = 12 }: { size?: number }) {
  return (
    <svg viewBox="0 0 14 14" width={size} height={size} className="flex-none animate-spin" aria-hidden="true">
      <circle cx="7" cy="7" r="5.6" fill="none" stroke="currentColor" strokeWidth="1.6" strokeDasharray="24 12" />
    </svg>
  );
}
