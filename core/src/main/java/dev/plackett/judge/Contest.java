package dev.plackett.judge;

import java.util.List;

/**
 * What a judge compares.
 *
 * @param prompt     what was asked, as text
 * @param candidates the answers, at least two
 */
public record Contest(String prompt, List<String> candidates) {

    public Contest {
        candidates = List.copyOf(candidates);
        if (candidates.size() < 2) {
            throw new IllegalArgumentException("a comparison needs at least two candidates, found " + candidates.size());
        }
    }
}
