import { isPlainlyAnother } from "../../src/domain/vex-products.ts";

it.each([
  ["pkg:github/acme/shop", false],
  ["pkg:github/Acme/Shop@v1.4.0", false],
  ["pkg:github/acme/other", true],
  ["pkg:github/other/shop", true],
  ["pkg:npm/shop@1.4.0", false],
  ["pkg:npm/lodash@4.17.21", true],
  ["pkg:npm/%40acme/shop-frontend@1.4.0?x=y", false],
  ["pkg:npm/@acme/shop-frontend", false],
  ["pkg:npm/%40other/shop", true],
  ["pkg:maven/com.acme/backend@1", false],
  ["pkg:maven/com.acmeother/backend@1", true],
  ["pkg:golang/github.com/acme/shop", false],
  ["pkg:oci/shop@sha256%3Aabc", false],
  ["pkg:npm/%zz", true],
  ["pkg:", true],
  ["https://github.com/acme/shop", false],
  ["https://github.com/acme/shop.git", false],
  ["https://github.com/acme/other/releases", true],
  ["https://github.com/evil/acme/shop", true],
  ["https://shop.acme.example", false],
  ["CSAFPID-0001", false],
])("%s is plainly another product: %s", (product, expected) => {
  expect(isPlainlyAnother(product, "acme/shop")).toBe(expected);
});
