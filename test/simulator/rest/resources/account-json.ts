import type { Account, App, Installation, Organization, Team } from "../../world/accounts.ts";
import { allMembers } from "../../world/accounts.ts";
import type { Json, Site } from "./site.ts";
import { isoDate, isoDateOrNull } from "./site.ts";

/** A "simple user". */
export function simpleUser(site: Site, account: Account): Json {
  const url = `${site.api}/users/${encodeURIComponent(account.login)}`;
  const page =
    account.type === "Bot" ? `apps/${account.login.replace("[bot]", "")}` : account.login;
  return {
    login: account.login,
    id: account.id,
    node_id: account.nodeId,
    avatar_url: `${site.html}/avatars/u/${account.id}`,
    gravatar_id: "",
    url,
    html_url: `${site.html}/${page}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: account.type,
    user_view_type: "public",
    site_admin: false,
  };
}

/** The public profile, `GET /users/{login}`. */
export function publicUser(site: Site, account: Account): Json {
  const created = isoDate(account.createdAt);
  return {
    ...simpleUser(site, account),
    name: account.name,
    company: null,
    blog: "",
    location: null,
    email: null,
    hireable: null,
    bio: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: created,
    updated_at: created,
  };
}

/** An organisation as webhooks carry it. */
export function simpleOrganization(site: Site, organization: Organization): Json {
  const url = `${site.api}/orgs/${organization.login}`;
  return {
    login: organization.login,
    id: organization.id,
    node_id: organization.nodeId,
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${site.html}/avatars/u/${organization.id}`,
    description: "",
  };
}

/** An organisation in full, `GET /orgs/{org}`; some of it only owners are shown. */
export function fullOrganization(site: Site, organization: Organization, isOwner: boolean): Json {
  const created = isoDate(organization.createdAt);
  return {
    ...simpleOrganization(site, organization),
    html_url: `${site.html}/${organization.login}`,
    has_organization_projects: true,
    has_repository_projects: true,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    type: "Organization",
    created_at: created,
    updated_at: created,
    archived_at: null,
    ...(isOwner ? { two_factor_requirement_enabled: organization.twoFactorRequired } : {}),
  };
}

/** A team without its parent. */
function simpleTeam(site: Site, team: Team): Json {
  const url = `${site.api}/organizations/${team.organization.id}/team/${team.id}`;
  return {
    id: team.id,
    node_id: team.nodeId,
    name: team.name,
    slug: team.slug,
    description: null,
    privacy: team.privacy,
    notification_setting: "notifications_enabled",
    permission: "pull",
    url,
    html_url: `${site.html}/orgs/${team.organization.login}/teams/${team.slug}`,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    type: "organization",
    organization_id: team.organization.id,
  };
}

/** A team with its parent. */
export function teamJson(site: Site, team: Team): Json {
  return {
    ...simpleTeam(site, team),
    parent: team.parent === null ? null : simpleTeam(site, team.parent),
  };
}

/** A team in full, `GET /orgs/{org}/teams/{slug}`. */
export function fullTeam(site: Site, team: Team): Json {
  const { organization } = team;
  const created = isoDate(team.createdAt);
  const organizationCreated = isoDate(organization.createdAt);
  return {
    ...teamJson(site, team),
    members_count: allMembers(team).size,
    repos_count: 0,
    created_at: created,
    updated_at: created,
    organization: {
      ...simpleOrganization(site, organization),
      html_url: `${site.html}/${organization.login}`,
      has_organization_projects: true,
      has_repository_projects: true,
      public_repos: 0,
      public_gists: 0,
      followers: 0,
      following: 0,
      created_at: organizationCreated,
      updated_at: organizationCreated,
      archived_at: null,
      type: "Organization",
    },
  };
}

/** An App. Its permissions and events are those of the installation at hand. */
export function appJson(site: Site, app: App): Json {
  const installation = site.world.installations.find((candidate) => candidate.app === app);
  return {
    id: app.id,
    slug: app.slug,
    node_id: app.nodeId,
    client_id: `Iv1.${app.id.toString(16).padStart(16, "0")}`,
    owner: simpleUser(site, app.owner),
    name: app.name,
    description: "",
    external_url: `${site.html}/apps/${app.slug}`,
    html_url: `${site.html}/apps/${app.slug}`,
    created_at: isoDate(app.createdAt),
    updated_at: isoDate(app.createdAt),
    permissions: installation?.permissions ?? {},
    // Newer events are missing from the list that the official description allows here.
    events: (installation?.events ?? []).filter((event) => !undescribed.includes(event)),
  };
}

const undescribed = ["deployment_protection_rule", "dependabot_alert", "merge_group"];

/** An installation of an App. */
export function installationJson(site: Site, installation: Installation): Json {
  const { account, app } = installation;
  const settings =
    account.type === "Organization"
      ? `organizations/${account.login}/settings/installations`
      : "settings/installations";
  return {
    id: installation.id,
    node_id: installation.nodeId,
    account: simpleUser(site, account),
    repository_selection: installation.repositories === "all" ? "all" : "selected",
    access_tokens_url: `${site.api}/app/installations/${installation.id}/access_tokens`,
    repositories_url: `${site.api}/installation/repositories`,
    html_url: `${site.html}/${settings}/${installation.id}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: account.id,
    target_type: account.type,
    permissions: installation.permissions,
    events: installation.events,
    created_at: isoDate(installation.createdAt),
    updated_at: isoDate(installation.createdAt),
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: null,
    suspended_at: isoDateOrNull(installation.suspendedAt),
  };
}
