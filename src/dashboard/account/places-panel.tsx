/** Where the person is signed in, and the way to end it there. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { EntryError } from "../sign-in/entry.tsx";
import { TEXTS } from "../texts/account.ts";
import { Button } from "../ui/button.tsx";
import { Panel } from "../ui/heading.tsx";
import { Failed, Loading } from "../ui/notice.tsx";
import { Age } from "../ui/time.tsx";
import { useSay } from "../ui/toast.tsx";
import { endOtherPlaces, endPlace, readPlaces, type SignedInPlace } from "./account-calls.ts";
import { deviceOf } from "./device.ts";

const PLACES = ["account", "places"];

/** @param here id of this browser's session */
export function PlacesPanel({ here }: { readonly here: string }) {
  const { data: places, error, refetch } = useQuery({ queryKey: PLACES, queryFn: readPlaces });
  const say = useSay();
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: (place: SignedInPlace | null) => (place ? endPlace(place.token) : endOtherPlaces()),
    onSuccess: () => {
      say.done(TEXTS.placeEnded);
      return queries.invalidateQueries({ queryKey: PLACES });
    },
  });
  return (
    <Panel title={TEXTS.places}>
      {error && <Failed error={error} retry={() => void refetch()} />}
      {!error && !places && <Loading />}
      <EntryError error={end.error} />
      <ul className="divide-y divide-line">
        {places?.map((place) => (
          <Place
            key={place.id}
            place={place}
            isHere={place.id === here}
            onEnd={() => end.isPending || end.mutate(place)}
          />
        ))}
      </ul>
      {places && places.length > 1 && (
        <Button className="self-start" onClick={() => end.isPending || end.mutate(null)}>
          {TEXTS.endOthers}
        </Button>
      )}
    </Panel>
  );
}

interface PlaceProps {
  readonly place: SignedInPlace;
  readonly isHere: boolean;
  readonly onEnd: () => void;
}

function Place({ place, isHere, onEnd }: PlaceProps) {
  const device = deviceOf(place.userAgent ?? "", TEXTS.unknownDevice);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2">
      <div className="min-w-0 flex-1 basis-52">
        <p className={isHere ? "font-medium" : ""}>{[device, place.ipAddress].filter(Boolean).join(", ")}</p>
        <p className="text-quiet">
          {isHere ? TEXTS.here : ""} {TEXTS.since} <Age at={place.createdAt} />
        </p>
      </div>
      {!isHere && (
        <Button aria-label={TEXTS.endOf(device)} onClick={onEnd}>
          {TEXTS.end}
        </Button>
      )}
    </li>
  );
}
