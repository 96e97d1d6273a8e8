/** A form for a new record, over whatever page is shown; whoever saves it is led to the record. */
import { useNavigate } from "@tanstack/react-router";
import { RecordFormDialog } from "../record/record-form-dialog.tsx";
import { resourceNamed } from "../resources.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { closePalette } from "./opened.ts";

export function NewRecord({ resource: name }: { readonly resource: string }) {
  const { handle } = useTenant();
  const navigate = useNavigate();
  const resource = resourceNamed(name);
  if (!resource) return null;
  return (
    <RecordFormDialog
      resource={resource}
      onClose={closePalette}
      onSaved={({ id }) =>
        void navigate({ to: "/t/$tenant/r/$resource/$id", params: { tenant: handle, resource: name, id } })
      }
    />
  );
}
