// Where pictures and files come from: the page's own server, and nobody else.

import { world } from "./world.js";

export const fileAddress = (id) => `/sandbox/file?${new URLSearchParams({ as: world.me.id, id })}`;

/** The address of a picture in a block; "" where it is none of the page's own server. */
export function pictureAddress(image) {
  const shared = image.slack_file?.id || /\/files-pri\/[^/]*-(F[A-Z0-9]+)\//.exec(image.slack_file?.url || "")?.[1];
  if (shared) return fileAddress(shared);
  const url = image.image_url || "";
  const own = url.startsWith("data:image/") || (URL.canParse(url, location.href) && new URL(url, location.href).origin === location.origin);
  return url && own ? url : "";
}
