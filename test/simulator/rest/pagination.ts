import type { HttpReply } from "../http/exchange.ts";
import type { RestCall } from "./route.ts";
import type { Json } from "./resources/site.ts";

/**
 * One page of a list, with the `Link` header that leads to the others.
 * https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api
 */
export function paginated<T>(
  call: RestCall,
  items: readonly T[],
  toJson: (item: T) => Json,
  wrap: (page: Json[], total: number) => Json | Json[] = (page) => page,
): HttpReply {
  const perPage = Math.min(positive(call.query.get("per_page"), 30), 100);
  const page = positive(call.query.get("page"), 1);
  const last = Math.max(1, Math.ceil(items.length / perPage));
  const shown = items.slice((page - 1) * perPage, page * perPage).map(toJson);
  const link = (target: number, rel: string): string => {
    const query = new URLSearchParams(call.query);
    query.set("page", String(target));
    return `<${call.site.api}${call.request.path}?${query.toString()}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [link(page - 1, "prev")] : []),
    ...(page < last ? [link(page + 1, "next"), link(last, "last")] : []),
    ...(page > 1 ? [link(1, "first")] : []),
  ];
  const headers = links.length === 0 ? {} : { link: links.join(", ") };
  return { status: 200, headers, body: wrap(shown, items.length) };
}

function positive(text: string | null, otherwise: number): number {
  const number = Number(text ?? otherwise);
  return Number.isInteger(number) && number > 0 ? number : otherwise;
}
