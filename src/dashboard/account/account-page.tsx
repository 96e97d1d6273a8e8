/** The account of whoever is signed in: the name, the ways in, and where it is in use. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { typedCredential } from "../credential.ts";
import { useSignedIn } from "../shell/me.ts";
import { PersonMenu } from "../shell/person-menu.tsx";
import { SignInFirst } from "../shell/sign-in-first.tsx";
import { TEXTS } from "../texts/account.ts";
import { PageHeading } from "../ui/heading.tsx";
import { Empty, Failed, Loading } from "../ui/notice.tsx";
import { readAccount } from "./account-calls.ts";
import { DeletePanel } from "./delete-panel.tsx";
import { NamePanel } from "./name-panel.tsx";
import { PasskeysPanel } from "./passkeys-panel.tsx";
import { PasswordPanel } from "./password-panel.tsx";
import { PlacesPanel } from "./places-panel.tsx";
import { SecondFactorPanel } from "./second-factor-panel.tsx";

export function AccountPage() {
  const signedIn = useSignedIn();
  if (signedIn === false) return <SignInFirst />;
  return (
    <main className="mx-auto grid max-w-2xl gap-5 p-4 sm:p-6">
      <Link to="/" className="flex items-center gap-1.5 justify-self-start text-accent hover:underline">
        <ArrowLeft size={14} aria-hidden /> {TEXTS.back}
      </Link>
      <PageHeading title={TEXTS.title}>
        <PersonMenu />
      </PageHeading>
      {typedCredential() ? <Empty title={TEXTS.noAccount}>{TEXTS.noAccountHint}</Empty> : <Account />}
    </main>
  );
}

function Account() {
  const { data: account, error, refetch } = useQuery({ queryKey: ["account"], queryFn: readAccount });
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  if (!account) return <Loading lines={8} />;
  return (
    <>
      <NamePanel account={account} />
      <PlacesPanel here={account.here} />
      <PasswordPanel account={account} />
      {account.hasPassword && <SecondFactorPanel account={account} />}
      <PasskeysPanel />
      {account.hasPassword && <DeletePanel account={account} />}
    </>
  );
}
