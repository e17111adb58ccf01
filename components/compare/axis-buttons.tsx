import { Button } from "@/components/ui/button";

type AxisButtonsProps = {
  label: string;
  at: number;
  count: number;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
};

/** Moves an axis among its neighbours, or takes it away; what cannot be done now is not there. */
export function AxisButtons({ label, at, count, onMove, onRemove }: AxisButtonsProps) {
  const button = { size: "s", variant: "ghost", className: "px-1.5!" } as const;
  return (
    <span className="flex flex-none">
      {at > 0 && (
        <Button {...button} aria-label={`Move ${label} left`} onClick={() => onMove(-1)}>
          ←
        </Button>
      )}
      {at < count - 1 && (
        <Button {...button} aria-label={`Move ${label} right`} onClick={() => onMove(1)}>
          →
        </Button>
      )}
      {count > 2 && (
        <Button {...button} aria-label={`Take ${label} away`} onClick={onRemove}>
          ×
        </Button>
      )}
    </span>
  );
}
