import { type ReactNode, useId } from "react";
import { type ButtonSize, type ButtonVariant, buttonStyle } from "./button-style";
import { Glyph } from "./glyph";
import { Tooltip } from "./tooltip";

type DisabledButtonProps = {
  /** Why it cannot be done now, and what would enable it: one sentence each. */
  reasons: ReactNode[];
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** Reasons in a tooltip instead of below, for toolbars. */
  compact?: boolean;
  className?: string;
  children: ReactNode;
};

/** A button that cannot be used now and says why. It stays reachable by keyboard. */
export function DisabledButton({ reasons, variant, size, compact = false, className, children }: DisabledButtonProps) {
  const id = useId();
  const button = (
    <button
      type="button"
      aria-disabled="true"
      aria-describedby={compact ? undefined : id}
      className={buttonStyle(variant, size, className)}
    >
      {children}
    </button>
  );
  if (compact) return <Tooltip text={<ReasonList reasons={reasons} />}>{button}</Tooltip>;
  return (
    <div className="flex flex-col gap-1.5">
      {button}
      <div id={id}>
        <ReasonList reasons={reasons} />
      </div>
    </div>
  );
}

/** The list of what is missing, for use below a disabled control. */
export function ReasonList({ reasons }: { reasons: ReactNode[] }) {
  return (
    <ul className="flex flex-col gap-1 text-xs text-ink-2">
      {reasons.map((reason, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: reasons have no identity of their own
        <li key={index} className="flex items-start gap-1.75 text-start whitespace-normal">
          <Glyph name="lock" size={12} className="mt-0.5 text-ink-3" />
          <span>{reason}</span>
        </li>
      ))}
    </ul>
  );
}
