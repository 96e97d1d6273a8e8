/** Zone, language, currency, and rules for what is written. Filled in anew when somebody else has changed them. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useId } from "react";
import { TEXTS } from "../../texts/settings.ts";
import { Button } from "../../ui/button.tsx";
import { SelectField, TextField } from "../../ui/field.tsx";
import { useSay } from "../../ui/toast.tsx";
import { Checkbox } from "../checkbox.tsx";
import { FormError, wrongIn } from "../form-error.tsx";
import type { AccountConfig } from "../rows.ts";
import type { LiveConfig } from "../use-account-config.ts";

const FIELDS = ["timezone", "locale", "currency"];
const ZONES = ["UTC", ...Intl.supportedValuesOf("timeZone")];
const CURRENCY_NAMES = new Intl.DisplayNames(undefined, { type: "currency" });
const LANGUAGES = [
  "en",
  "en-GB",
  "en-US",
  "de",
  "de-AT",
  "de-CH",
  "es",
  "fr",
  "fr-CH",
  "it",
  "nl",
  "pl",
  "pt",
  "pt-BR",
];

export function RegionForm({ config, save }: { readonly config: AccountConfig; readonly save: LiveConfig["save"] }) {
  const say = useSay();
  const store = useMutation({
    mutationFn: (form: FormData) => save(config, changesOf(form)),
    onSuccess: () => say.done(TEXTS.saved),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!store.isPending) store.mutate(new FormData(event.currentTarget));
  };
  return (
    <form key={config.version} onSubmit={submit} className="grid gap-4">
      <RegionFields config={config} error={store.error} />
      <fieldset className="grid gap-2">
        <Checkbox name="uniqueEmails" defaultChecked={config.uniqueEmails} label={TEXTS.general.uniqueEmails} />
        <Checkbox
          name="uniquePhoneNumbers"
          defaultChecked={config.uniquePhoneNumbers}
          label={TEXTS.general.uniquePhoneNumbers}
        />
        <p className="text-quiet text-xs">{TEXTS.general.rulesHint}</p>
      </fieldset>
      <FormError error={store.error} fields={FIELDS} />
      <Button type="submit" look="main" className="justify-self-start" aria-disabled={store.isPending}>
        {TEXTS.save}
      </Button>
    </form>
  );
}

function changesOf(form: FormData) {
  return {
    timezone: String(form.get("timezone")).trim(),
    locale: String(form.get("locale")).trim(),
    currency: String(form.get("currency")),
    uniqueEmails: form.get("uniqueEmails") !== null,
    uniquePhoneNumbers: form.get("uniquePhoneNumbers") !== null,
  };
}

function RegionFields({ config, error }: { readonly config: AccountConfig; readonly error: Error | null }) {
  const id = useId();
  const currencies = [...new Set([config.currency, ...Intl.supportedValuesOf("currency")])].sort();
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <TextField
        label={TEXTS.general.timezone}
        hint={TEXTS.general.timezoneHint}
        name="timezone"
        list={`${id}-zones`}
        defaultValue={config.timezone}
        required
        error={wrongIn(error, "timezone")}
      />
      <datalist id={`${id}-zones`}>
        {ZONES.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <TextField
        label={TEXTS.general.locale}
        hint={TEXTS.general.localeHint}
        name="locale"
        list={`${id}-languages`}
        defaultValue={config.locale}
        required
        error={wrongIn(error, "locale")}
      />
      <datalist id={`${id}-languages`}>
        {LANGUAGES.map((language) => (
          <option key={language} value={language} />
        ))}
      </datalist>
      <SelectField
        label={TEXTS.general.currency}
        name="currency"
        defaultValue={config.currency}
        error={wrongIn(error, "currency")}
      >
        {currencies.map((currency) => (
          <option key={currency} value={currency}>
            {currency} – {CURRENCY_NAMES.of(currency)}
          </option>
        ))}
      </SelectField>
    </div>
  );
}
