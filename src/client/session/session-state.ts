/** Who is signed in, as far as the client knows. */
import * as z from "zod/mini";

const personSchema = z.object({
  /** `usr_…` */
  id: z.string(),
  /** In lower case. */
  email: z.string(),
  emailVerified: z.boolean(),
  name: z.string(),
  /** Whether they may act as an operator. */
  operator: z.optional(z.boolean()),
});

/** Somebody with an account. */
export type Person = Readonly<z.infer<typeof personSchema>>;

/** What `GET /auth/get-session` answers: nothing where nobody is signed in. */
export const sessionSchema = z.nullable(z.object({ user: personSchema }));

/** What a sign-in answers: the person, or that a second factor is wanted. */
export const enteredSchema = z.object({
  user: z.optional(personSchema),
  twoFactorRedirect: z.optional(z.boolean()),
  twoFactorMethods: z.optional(z.array(z.string())),
});

export type Entered = z.infer<typeof enteredSchema>;

export type SessionState =
  /** The service has not told yet. */
  | { readonly status: "unknown" }
  | { readonly status: "signed-out" }
  | { readonly status: "signed-in"; readonly person: Person };

export const SIGNED_OUT: SessionState = { status: "signed-out" };

/** Where a sign-in stands: at `second-factor` nothing is open yet, and `methods` says what can be shown (`totp`). */
export type SignIn =
  | { readonly status: "signed-in"; readonly person: Person }
  | { readonly status: "second-factor"; readonly methods: readonly string[] };

/** The person of a state; null for nobody, undefined while that is unknown. */
export function holderOf(state: SessionState): string | null | undefined {
  if (state.status === "unknown") return undefined;
  return state.status === "signed-in" ? state.person.id : null;
}
