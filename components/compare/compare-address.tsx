"use client";

import { useRouter } from "next/navigation";
import {
  createContext,
  type FormEvent,
  type MouseEvent,
  type ReactNode,
  use,
  useEffect,
  useOptimistic,
  useRef,
  useTransition,
} from "react";
import { rebaseView } from "@/lib/experiments/compare-rebase";
import { type CompareState, compareHref, parseCompareQuery } from "@/lib/experiments/compare-url";
import { paths } from "@/lib/paths";

type Change = Partial<CompareState> | ((newest: CompareState) => Partial<CompareState>);
type Address = {
  project: string;
  /** The view with every choice made so far, also those that the server has not answered yet. */
  state: CompareState;
  change: (change: Change, how?: "push" | "replace") => void;
};

const AddressContext = createContext<Address | null>(null);

/** The newest view of the comparison, and the one way to change it. */
export function useCompareAddress(): Address {
  const address = use(AddressContext);
  if (!address) throw new Error("useCompareAddress needs a CompareAddress above it");
  return address;
}

/** Whether a click follows a link here, and not in another tab. */
export const isPlainClick = (event: MouseEvent): boolean =>
  event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);

type CompareAddressProps = { project: string; state: CompareState; children: ReactNode };

/**
 * Knows the newest address of the comparison. Links and forms below were written for the view that is shown; while another choice
 * is on its way, what they change is done to the view that it leads to, so that nothing chosen is forgotten.
 */
export function CompareAddress({ project, state, children }: CompareAddressProps) {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const [newest, setNewest] = useOptimistic(state);
  const latest = useRef(state);
  useEffect(() => {
    if (!isPending) latest.current = state;
  }, [isPending, state]);

  const go = (next: CompareState, how: "push" | "replace", hash = "") => {
    latest.current = next;
    startTransition(() => {
      setNewest(next);
      router[how](compareHref(project, next) + hash, { scroll: false });
    });
  };
  const change: Address["change"] = (made, how = "replace") =>
    go({ ...latest.current, ...(typeof made === "function" ? made(latest.current) : made) }, how);
  /** Whether an address is a view of this comparison; goes there then. */
  const follow = (address: URL, query: URLSearchParams, isWhole: boolean): boolean => {
    const own = new URL(paths.compare(project), window.location.origin);
    if (address.origin !== own.origin || address.pathname !== own.pathname) return false;
    const target = parseCompareQuery(query);
    go(isWhole ? target : rebaseView(state, target, latest.current), "push", address.hash);
    return true;
  };
  const onClick = (event: MouseEvent) => {
    const link = (event.target as Element).closest("a");
    if (!link || !isPlainClick(event) || link.target || link.download) return;
    // A link that knows what it changes does so itself, also back to what is drawn.
    if (link.getAttribute("href")?.startsWith("#") || "ownChange" in link.dataset) return;
    const address = new URL(link.href);
    if (follow(address, address.searchParams, "wholeView" in link.dataset)) event.preventDefault();
  };
  const onSubmit = (event: FormEvent) => {
    const form = event.target as HTMLFormElement;
    if (form.method !== "get" || !form.hasAttribute("action")) return;
    const fields = [...new FormData(form)].flatMap(([name, value]) =>
      typeof value === "string" ? [[name, value]] : [],
    );
    if (follow(new URL(form.action), new URLSearchParams(fields), false)) event.preventDefault();
  };
  return (
    <AddressContext value={{ project, state: newest, change }}>
      <div className="contents" onClickCapture={onClick} onSubmitCapture={onSubmit}>
        {children}
      </div>
    </AddressContext>
  );
}
