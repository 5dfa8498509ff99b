import type { Shop } from "../support/shop.ts";
import { startShop } from "../support/shop.ts";
import { markdownToHtml } from "./markdown.ts";

let world: Shop;

beforeAll(async () => {
  world = await startShop();
});

afterAll(async () => {
  await world.github.stop();
});

describe("pages", () => {
  it("list repositories, and show a pull request safely", async () => {
    const { github, pull, dana } = world;
    pull.comment(dana, "| a |\n|---|\n| <script>alert(1)</script> |\n\n[x](javascript:alert(1))");
    const index = await (await fetch(github.url)).text();
    expect(index).toContain('href="/acme/shop/pull/1"');
    const response = await fetch(`${github.url}/acme/shop/pull/1`);
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    const text = await response.text();
    expect(text).toContain("Release 1");
    expect(text).toContain("<table>");
    expect(text).not.toContain("<script");
    expect(text).not.toContain("javascript:");
    expect((await fetch(`${github.url}/acme/shop/pull/9`)).status).toBe(404);
    expect(github.requests.byKind().page).toBe(3);
  });

  it.each([
    ["<img src=x onerror=alert(1)>", "&lt;img"],
    ["<details onclick=x><summary>More</summary>", "&lt;details onclick"],
    ["<details><summary>More</summary>\n\ntext\n\n</details>", "<details><summary>More</summary>"],
    ["<!-- hidden -->\n\n**bold**", "<strong>bold</strong>"],
    ['[a](<https://example.org/"onclick=x>)', 'href="https://example.org/&quot;onclick=x"'],
  ])("render %s harmlessly", (markdown, expected) => {
    const html = markdownToHtml(markdown);
    expect(html).toContain(expected);
    expect(html).not.toMatch(/<(?!\/?(?:details|summary|p|strong|a|h\d)\b)/);
  });
});
