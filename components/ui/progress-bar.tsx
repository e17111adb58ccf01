type ProgressBarProps = {
  label: string;
  /** From 0 to 1. */
  value: number;
  /** In words, at the right: "5 h 08 min of 8 h". */
  text: string;
};

/** How far a thing has come, with the figure in words. */
export function ProgressBar({ label, value, text }: ProgressBarProps) {
  const share = Math.min(1, Math.max(0, Number.isFinite(value) ? value : 0));
  return (
    <div className="grid grid-cols-[64px_minmax(40px,1fr)_max-content] items-center gap-2.5 text-s">
      <span className="text-ink-2">{label}</span>
      <span
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        aria-valuetext={text}
        className="block h-1.5 overflow-hidden rounded-full border border-line bg-sunken"
      >
        <span className="block h-full bg-accent" style={{ width: `${share * 100}%` }} />
      </span>
      <span className="text-end text-ink-2 tabular-nums">{text}</span>
    </div>
  );
}
