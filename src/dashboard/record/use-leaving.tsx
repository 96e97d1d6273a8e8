/** Asks before what was filled in is lost, also where the page would go elsewhere. */
import { useBlocker } from "@tanstack/react-router";
import { type ReactNode, useRef, useState } from "react";
import { TEXTS } from "../texts/record.ts";
import { Confirm } from "./confirm.tsx";

export interface Leaving {
  /** Closes, after a question where there is something to lose. */
  ask(): void;
  /** From now on there is nothing to lose. */
  allow(): void;
  readonly question: ReactNode;
}

export function useLeaving(isTouched: boolean, onClose: () => void): Leaving {
  const [isAsking, setAsking] = useState(false);
  const isAllowed = useRef(false);
  const blocker = useBlocker({
    shouldBlockFn: () => isTouched && !isAllowed.current,
    enableBeforeUnload: isTouched,
    withResolver: true,
  });
  const isBlocked = blocker.status === "blocked";
  const stay = () => {
    setAsking(false);
    blocker.reset?.();
  };
  const leave = () => {
    if (isBlocked) blocker.proceed();
    else onClose();
  };
  const question = (isAsking || isBlocked) && (
    <Confirm
      title={TEXTS.discardTitle}
      lead={TEXTS.discard}
      yes={TEXTS.leave}
      no={TEXTS.keepEditing}
      onYes={leave}
      onNo={stay}
    />
  );
  return {
    question,
    ask: () => (isTouched ? setAsking(true) : onClose()),
    allow: () => {
      isAllowed.current = true;
    },
  };
}
