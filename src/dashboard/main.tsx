/** Where the dashboard begins. */
import { CSPProvider } from "@base-ui/react/csp-provider";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "./app.css";
import { router } from "./router.tsx";
import { followTheme } from "./shell/theme.ts";
import { ToastRegion } from "./ui/toast.tsx";

followTheme();

const root = document.getElementById("root");
if (!root) throw new Error("The page has no element #root.");

/** The client repeats by itself what may succeed later. A press of a button offline is answered, not kept for later in silence. */
const queries = new QueryClient({
  defaultOptions: { queries: { retry: false, staleTime: 5_000 }, mutations: { networkMode: "always" } },
});

createRoot(root).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queries}>
        <ToastRegion>
          <RouterProvider router={router} />
        </ToastRegion>
      </QueryClientProvider>
    </CSPProvider>
  </StrictMode>,
);
