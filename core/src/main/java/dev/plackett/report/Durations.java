package dev.plackett.report;

import java.util.Locale;

/** Seconds as people write them. */
final class Durations {

    private Durations() {}

    /** {@code 0.4 s}, {@code 42 s}, {@code 3 min 05 s}, {@code 2 h 10 min}. */
    static String text(double seconds) {
        long s = Math.round(seconds);
        return seconds < 9.95 ? String.format(Locale.ROOT, "%.1f s", seconds) : s < 120 ? s + " s"
            : s < 7200 ? String.format(Locale.ROOT, "%d min %02d s", s / 60, s % 60) : String.format(Locale.ROOT, "%d h %02d min", s / 3600, s / 60 % 60);
    }

    /** {@code 03:05}, {@code 2:10:07}. */
    static String clock(double seconds) {
        long s = (long) seconds;
        return s < 3600 ? String.format(Locale.ROOT, "%02d:%02d", s / 60, s % 60) : String.format(Locale.ROOT, "%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
    }
}
