/** The parts of `owner/name`, as REST's parameters are called. */
export function repositoryOf(fullName: string): { readonly owner: string; readonly repo: string } {
  const [owner = "", repo = ""] = fullName.split("/");
  return { owner, repo };
}
