package dev.plackett.judge;

import dev.plackett.objective.Options;

/** {@code longer}: the baseline {@link Judge#longer()}. */
public final class LongerProvider implements JudgeProvider {

    @Override
    public String name() {
        return "longer";
    }

    @Override
    public Judge create(Options options) {
        return Judge.longer();
    }
}
