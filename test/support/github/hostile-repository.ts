/** A small repository whose every text means harm. */
import { generatedRepository } from "./generated-repository.ts";
import type { RepositoryData } from "./rows.ts";

/** @param texts are taken in turn */
export function hostileRepository(fullName: string, texts: readonly string[]): RepositoryData {
  const made = generatedRepository({ fullName, issues: 20, comments: 20, commits: 10, contributors: 8, stars: 30 });
  const text = (index: number, length: number) => (texts[index % texts.length] ?? "").slice(0, length).toWellFormed();
  return {
    ...made,
    states: made.states.map((state) => ({
      ...state,
      description: text(0, 350),
      topics: [text(0, 50)],
      homepage: text(0, 200),
    })),
    issues: made.issues.map((issue, index) => ({
      ...{ ...issue, title: text(index, 256), body: text(index, 10_000) },
      labels: [{ id: index + 1, name: text(index, 50), color: "ff0000", description: null }],
    })),
    comments: made.comments.map((comment, index) => ({ ...comment, body: text(index, 10_000) })),
    commits: made.commits.map((commit, index) => ({
      ...commit,
      commit: { ...commit.commit, message: text(index, 10_000) },
    })),
    releases: texts.map((_, index) => ({
      ...{ id: index + 1, tag_name: text(index, 100), name: text(index, 200), body: text(index, 10_000), author: null },
      ...{ created_at: "2026-01-01T00:00:00Z", published_at: "2026-01-01T00:00:00Z", draft: false, prerelease: false },
    })),
  };
}
