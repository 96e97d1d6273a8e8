/** A question before something is lost. */
import { AlertDialog } from "@base-ui/react/alert-dialog";
import { Button } from "../ui/button.tsx";

export function Confirm({
  title,
  lead,
  yes,
  no,
  onYes,
  onNo,
}: {
  readonly title: string;
  readonly lead: string;
  /** What the button that goes on says, and the one that does not. */
  readonly yes: string;
  readonly no: string;
  readonly onYes: () => void;
  readonly onNo: () => void;
}) {
  return (
    <AlertDialog.Root open onOpenChange={(open) => !open && onNo()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="fixed inset-0 z-50 bg-shade" />
        <AlertDialog.Popup className="fixed top-[max(1rem,20vh)] left-1/2 z-50 grid w-[calc(100vw-2rem)] max-w-md -translate-x-1/2 gap-3 rounded-lg bg-panel p-5 text-ink shadow-xl ring-1 ring-line">
          <AlertDialog.Title className="line-clamp-3 font-semibold text-base wrap-anywhere">{title}</AlertDialog.Title>
          <AlertDialog.Description className="text-quiet">{lead}</AlertDialog.Description>
          <div className="flex flex-wrap justify-end gap-2">
            <AlertDialog.Close render={<Button look="plain">{no}</Button>} />
            <Button look="danger" onClick={onYes}>
              {yes}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
