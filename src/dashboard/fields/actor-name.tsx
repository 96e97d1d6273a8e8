/** Who did something, in words. */
import { useTenant } from "../shell/tenant-context.ts";
import { TEXTS } from "../texts/fields.ts";
import { type Actor, personName } from "./actors.ts";
import { useTitle } from "./titles.ts";

const MEMBERS = { resource: "members", by: "userId" } as const;
const KEYS = { resource: "api-keys", by: "id" } as const;

export function ActorName({ actor: { kind, id } }: { readonly actor: Actor }) {
  const { me } = useTenant();
  const isKey = kind === "key";
  const { title, status } = useTitle(isKey ? KEYS : MEMBERS, isKey || kind === "user" ? id : null);
  if (kind === "system") return TEXTS.system;
  if (kind === "operator") return TEXTS.operator;
  if (id === me.id && me.name) return <bdi title={id}>{me.name}</bdi>;
  if (status === "loading") return <span className="inline-block h-3 w-20 animate-pulse rounded bg-line/60" />;
  if (title === null) return <span title={id}>{isKey ? TEXTS.key : TEXTS.someone}</span>;
  return <bdi title={title}>{isKey ? title : personName(title)}</bdi>;
}
