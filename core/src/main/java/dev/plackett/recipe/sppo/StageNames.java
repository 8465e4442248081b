package dev.plackett.recipe.sppo;

/** What the stages of a self-play run are called. */
final class StageNames {

    private StageNames() {}

    static String base(long seed) {
        return "seed " + seed + ": base answers";
    }

    static String of(long seed, String arm, int round, String what) {
        return "seed " + seed + ", " + arm + ", round " + round + ": " + what;
    }

    /** Of the first round, which all arms share. */
    static String shared(long seed, String what) {
        return "seed " + seed + ", round 1: " + what;
    }

    static String evaluation(long seed, String arm, int round) {
        return of(seed, arm, round, "evaluate");
    }
}
