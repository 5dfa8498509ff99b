import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { commands, runCommandLine } from "../../src/cli/index.ts";
import { startSimulator } from "../simulator/index.ts";
import { SHOP_POLICY } from "../support/shop.ts";
import { surroundings } from "./surroundings.ts";

/** acme/shop on a local GitHub, with a policy and somebody who administers it. */
export async function openGitHub(
  options: { readonly policy?: string | null; readonly webhookUrl?: string } = {},
) {
  const github = await startSimulator();
  github.connect(options.webhookUrl);
  const [mona, kari] = [github.user("mona-berg"), github.user("kari-nordmann")] as const;
  const people = [
    mona,
    kari,
    ...["ola-hansen", "sigrid-lie", "ingrid-dahl", "tor-vik"].map((name) => github.user(name)),
  ];
  const acme = github.organization("acme", { admins: [mona], members: people });
  acme.team("release-managers", { members: [mona] });
  acme.team("incident-response", { members: people.slice(4, 5) });
  const testers = acme.team("testers", { members: people.slice(5) });
  const shop = acme.repository("shop");
  shop.collaborator(kari, "write");
  shop.commit({ author: mona, message: "Begin", files: { "README.md": "# Shop\n" } });
  const { policy = SHOP_POLICY } = options;
  if (policy !== null) {
    const files = { ".github/portcullis.yml": policy };
    shop.commit({ author: mona, message: "Ask for gates", files });
  }
  const installation = github.install(acme);
  const { APP_ID = "", PRIVATE_KEY = "", GHE_HOST = "", GHE_PROTOCOL = "" } = github.environment();
  const reached = { APP_ID, GHE_HOST, GHE_PROTOCOL };
  const run = async (words: readonly string[], environment: NodeJS.ProcessEnv) => {
    const around = surroundings({ environment: { ...reached, ...environment } });
    const all = [...words, "--repository", "acme/shop"];
    // An App's token is checked by the clock on the wall.
    const now = () => new Date();
    const code = await runCommandLine(all, commands, "1.2.3", { ...around, now });
    return { code, ...around.printed() };
  };
  return {
    github,
    acme,
    shop,
    mona,
    kari,
    testers,
    installation,
    key: PRIVATE_KEY,
    token: github.tokenFor(mona),
    run,
    /** Runs `protect` as the administrator, or as somebody else. */
    protect: (words: readonly string[] = [], by = mona) =>
      run(["protect", ...words], { GH_TOKEN: github.tokenFor(by) }),
  };
}

export type LocalGitHub = Awaited<ReturnType<typeof openGitHub>>;

/** A server that takes every webhook, with the status that it is told. */
export async function openReceiver(): Promise<{
  url: string;
  answer: number;
  close(): Promise<void>;
}> {
  const receiver = {
    url: "",
    answer: 202,
    close: () =>
      new Promise<void>((resolve) =>
        server.close(() => {
          resolve();
        }),
      ),
  };
  const server: Server = createServer((request, response) => {
    request.resume().on("end", () => response.writeHead(receiver.answer).end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return receiver;
}
