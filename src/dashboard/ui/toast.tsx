/** Short messages about what was just done; they are read aloud, and go by themselves. */
import { Toast } from "@base-ui/react/toast";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { TEXTS } from "../texts/shell.ts";

const LOOKS: Readonly<Record<string, string>> = { error: "border-bad", success: "border-good" };

/** Shows messages over everything within. */
export function ToastRegion({ children }: { readonly children: ReactNode }) {
  return (
    <Toast.Provider>
      {children}
      <Toast.Portal>
        <Toast.Viewport
          data-messages=""
          className="fixed right-4 bottom-4 z-50 flex w-[min(22rem,calc(100vw-2rem))] flex-col gap-2"
        >
          <Messages />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function Messages() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      className={`rounded-md border-l-4 bg-panel p-3 shadow-lg ring-1 ring-line ${LOOKS[toast.type ?? ""] ?? "border-info"}`}
    >
      <Toast.Content className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <Toast.Title className="font-medium" />
          <Toast.Description className="text-quiet wrap-anywhere" />
        </div>
        <Toast.Close aria-label={TEXTS.dismiss} className="cursor-pointer rounded p-1 text-quiet hover:bg-sunken">
          <X size={14} aria-hidden />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}

/** How a component tells what came of something. */
export interface Say {
  done(title: string): void;
  /** @param error what was thrown; its words are shown */
  failed(title: string, error: unknown): void;
}

export function useSay(): Say {
  const { add } = Toast.useToastManager();
  return {
    done: (title) => void add({ title, type: "success", timeout: 4_000 }),
    failed: (title, error) =>
      void add({
        title,
        description: error instanceof Error ? error.message : String(error),
        type: "error",
        priority: "high",
        timeout: 10_000,
      }),
  };
}
