/** The mark: a signed line on a sealed square. Decorative, the name stands beside it. */
export function Logo({ size = 18 }: { size?: number }) {
  return (
    <svg viewBox="0 0 18 18" width={size} height={size} aria-hidden="true" className="flex-none">
      <rect x="1" y="1" width="16" height="16" rx="4" className="fill-ink" />
      <path d="M4.6 6.1h5.2M4.6 9h2.6" className="stroke-panel" strokeWidth="1.5" strokeLinecap="round" fill="none" />
      <path
        d="M6.2 12l2.3 2.1 5-6.4"
        className="stroke-panel"
        strokeWidth="1.7"
        strokeLinecap="round"
        strokeLinejoin="round"
        fill="none"
      />
    </svg>
  );
}
