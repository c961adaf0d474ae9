/** Id of the signature: the tool's, with the variant behind it where there is one. */
export function signatureIdOf({
  tool,
  variant,
}: {
  readonly tool: { readonly id: string };
  readonly variant: string;
}): string {
  const slug = variant
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, "-")
    .replace(/^[^a-z0-9]+|-+$/g, "")
    .slice(0, 64);
  return slug === "" ? tool.id : `${tool.id}/${slug}`;
}
