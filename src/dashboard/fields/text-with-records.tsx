/** A sentence in which the records that it names by their ids are shown by their titles, and lead there. */
import { Fragment } from "react";
import { RecordLink } from "./record-link.tsx";
import { idsIn } from "./references.ts";
import { resourceOfId } from "./titles.ts";

/** @param link whether the titles lead to their records */
export function TextWithRecords({ text, link = true }: { readonly text: string; readonly link?: boolean }) {
  const ids = idsIn(text);
  const between = ids.length === 0 ? [text] : text.split(new RegExp(ids.join("|")));
  return between.map((part, at) => (
    <Fragment key={`${String(at)} ${part}`}>
      {at > 0 && <Named id={ids[at - 1] ?? ""} link={link} />}
      {part}
    </Fragment>
  ));
}

function Named({ id, link }: { readonly id: string; readonly link: boolean }) {
  const resource = resourceOfId(id);
  return resource ? <RecordLink resource={resource.name} id={id} link={link} /> : id;
}
