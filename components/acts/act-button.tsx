"use client";

import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { Button, type ButtonProps } from "@/components/ui/button";
import { useAction } from "@/components/ui/use-action";
import { useFocusHome } from "@/components/ui/use-focus-home";
import type { ActionResult } from "@/lib/action";

type ActButtonProps<Input> = Pick<ButtonProps, "variant" | "size" | "className" | "children" | "aria-label"> & {
  project: string;
  input: Input;
  action: (project: string, input: Input) => Promise<ActionResult<unknown>>;
  done: string;
};

/** A button that acts at once; the result is told in a toast and the page shows the new state. */
export function ActButton<Input>({ project, input, action, done, ...button }: ActButtonProps<Input>) {
  const router = useRouter();
  const ref = useFocusHome<HTMLButtonElement>();
  const act = useAction(action, {
    onSuccess: () => {
      toast.success(done);
      router.refresh();
    },
    onFailure: (failure) => {
      toast.error(failure.message);
      router.refresh();
    },
  });
  return <Button {...button} ref={ref} pending={act.pending} onClick={() => act.run(project, input)} />;
}
