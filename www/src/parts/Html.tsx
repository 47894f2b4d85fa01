// Descriptions are written by connectors' authors and may hold HTML. DOMPurify leaves of it what text needs, and nothing
// that would load anything.

import DOMPurify from "dompurify";
import { memo } from "react";

const purify = DOMPurify(window);
purify.addHook("afterSanitizeAttributes", (element) => {
  if (element.tagName !== "A") return;
  element.setAttribute("target", "_blank");
  element.setAttribute("rel", "noopener noreferrer");
});

const ALLOWED = {
  ALLOWED_TAGS: ["a", "b", "strong", "i", "em", "code", "pre", "br", "p", "ul", "ol", "li"],
  ALLOWED_ATTR: ["href"],
  ALLOWED_URI_REGEXP: /^https?:/i,
};

const clean = (html: string): string => purify.sanitize(html, ALLOWED);

/** Most descriptions are plain text, which needs no cleaning. */
const isPlain = (text: string): boolean => !/[<&]/.test(text);

/** Text that may hold HTML, cleaned. */
export const Html = memo(function Html({ html, id, className }: { html: string; id?: string; className?: string }) {
  const same = { id, className };
  return isPlain(html) ? <div {...same}>{html}</div> : <div {...same} dangerouslySetInnerHTML={{ __html: clean(html) }} />;
});
