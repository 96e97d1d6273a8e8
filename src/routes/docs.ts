/** `GET /docs`: the reference as a page, which draws itself from `/openapi.json` and `/asyncapi.json`. */
import styles from "../reference/page/docs.css";
import page from "../reference/page/docs.html";
import docs from "../reference/page/docs.js";
import dom from "../reference/page/dom.js";
import icon from "../reference/page/icon.svg";
import samples from "../reference/page/samples.js";
import schema from "../reference/page/schema.js";
import form from "../reference/page/try.js";
import views from "../reference/page/views.js";
import { pageFile, pageFiles } from "./page-file.ts";

export const showDocs = pageFile(page, "html");

/** A file of the page. */
export const showDocsFile = pageFiles({
  "docs.css": pageFile(styles, "css"),
  "docs.js": pageFile(docs, "js"),
  "dom.js": pageFile(dom, "js"),
  "icon.svg": pageFile(icon, "svg"),
  "samples.js": pageFile(samples, "js"),
  "schema.js": pageFile(schema, "js"),
  "try.js": pageFile(form, "js"),
  "views.js": pageFile(views, "js"),
});
