/** Records on a map of the world that is drawn here, without tiles of others; beside it a list of those in sight. */
import { useMemo } from "react";
import { useLive } from "../../client/react/use-live.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { TEXTS } from "../texts/layouts.ts";
import { Empty, Failed, Loading } from "../ui/notice.tsx";
import type { LayoutProps } from "./layout-props.ts";
import { PlacesMap } from "./map/places-map.tsx";
import { useSize } from "./map/use-size.ts";
import { placeFields } from "./possible-layouts.ts";

/** The most records that one map shows: what a live query takes. */
const MOST = 1_000;

export function MapLayout({ resource, query }: LayoutProps) {
  const { tenant } = useTenant();
  const fields = useMemo(() => placeFields(resource), [resource]);
  const live = useLive(tenant.resource(resource.name), fields && { ...query, limit: MOST });
  const [frame, size] = useSize<HTMLDivElement>();
  if (!fields) return <Empty title={TEXTS.noMap} />;
  if (live.status === "failed") return <Failed error={live.error} retry={() => tenant.reconnect()} />;
  return (
    <div className="flex flex-1 flex-col gap-2" data-map={live.status}>
      <div ref={frame} className="min-h-0 w-full">
        {size && live.status !== "loading" ? (
          <PlacesMap resource={resource} records={live.data} fields={fields} room={size.width} />
        ) : (
          <Loading lines={8} />
        )}
      </div>
      {live.data.length >= MOST && <p className="text-quiet text-xs">{TEXTS.tooMany(MOST)}</p>}
    </div>
  );
}
