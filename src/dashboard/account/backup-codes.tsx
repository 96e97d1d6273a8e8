/** Codes for the day the app is lost, shown this once. */
import { TEXTS } from "../texts/account.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";

export function BackupCodes({ codes, onClose }: { readonly codes: readonly string[]; readonly onClose: () => void }) {
  return (
    <Dialog open onClose={onClose} title={TEXTS.codesTitle} description={TEXTS.codesText}>
      <ul className="grid select-all grid-cols-2 gap-x-6 gap-y-1 rounded bg-sunken p-3 font-mono">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Button look="main" className="justify-self-end" onClick={onClose}>
        {TEXTS.codesKept}
      </Button>
    </Dialog>
  );
}
