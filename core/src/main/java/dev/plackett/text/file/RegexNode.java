package dev.plackett.text.file;

import java.util.List;
import java.util.function.IntPredicate;

/** A part of a regular expression that backtracks as the library does, one counted step at a time. */
@FunctionalInterface
interface RegexNode {

    /** What must match after a part. */
    @FunctionalInterface
    interface Rest {
        boolean matches(int at);
    }

    /** Whether this part matches at a position and the rest after it. */
    boolean matches(Probe probe, int at, Rest rest);

    /** A text to try, with what is left of the steps allowed. */
    final class Probe {

        /** More steps than allowed. */
        static final class Exhausted extends RuntimeException {
            private static final long serialVersionUID = 1;

            Exhausted() {
                super(null, null, false, false);
            }
        }

        private final int[] text;
        private final boolean anywhere;
        private int steps;

        private Probe(int[] text, int steps, boolean anywhere) {
            this.text = text;
            this.steps = steps;
            this.anywhere = anywhere;
        }

        /** A text to match. */
        Probe(int[] text, int steps) {
            this(text, steps, false);
        }

        /** No text, where every condition on what stands around holds: what matches there can match nothing at all. */
        static Probe nothing(int steps) {
            return new Probe(new int[0], steps, true);
        }

        private void step() {
            if (--steps < 0) {
                throw new Exhausted();
            }
        }

        private boolean word(int at) {
            return at >= 0 && at < text.length && (Character.isLetterOrDigit(text[at]) || text[at] == '_');
        }
    }

    static RegexNode character(IntPredicate set) {
        return (probe, at, rest) -> {
            probe.step();
            return at < probe.text.length && set.test(probe.text[at]) && rest.matches(at + 1);
        };
    }

    static RegexNode sequence(List<RegexNode> parts) {
        RegexNode all = (probe, at, rest) -> rest.matches(at);
        for (int i = parts.size() - 1; i >= 0; i--) {
            RegexNode head = parts.get(i);
            RegexNode tail = all;
            all = (probe, at, rest) -> head.matches(probe, at, next -> tail.matches(probe, next, rest));
        }
        return all;
    }

    static RegexNode choice(List<RegexNode> ways) {
        return (probe, at, rest) -> {
            for (RegexNode way : ways) {
                probe.step();
                if (way.matches(probe, at, rest)) {
                    return true;
                }
            }
            return false;
        };
    }

    /** Greedy or lazy repetition. */
    static RegexNode repeat(RegexNode part, int least, int most, boolean lazy) {
        return (probe, at, rest) -> repeated(part, least, most, lazy, probe, at, 0, rest);
    }

    private static boolean repeated(RegexNode part, int least, int most, boolean lazy, Probe probe, int at, int count, Rest rest) {
        probe.step();
        if (lazy && count >= least && rest.matches(at)) {
            return true;
        }
        boolean more = count < most && part.matches(probe, at, next -> (next > at || count < least)
            && repeated(part, least, most, lazy, probe, next, next > at ? count + 1 : Math.max(count + 1, least), rest));
        return more || !lazy && count >= least && rest.matches(at);
    }

    /** The first way to match, never given back: {@code (?>…)} and possessive repetition. */
    static RegexNode atomic(RegexNode part) {
        return (probe, at, rest) -> {
            int[] end = {-1};
            return part.matches(probe, at, next -> {
                end[0] = next;
                return true;
            }) && rest.matches(end[0]);
        };
    }

    static RegexNode ahead(RegexNode part, boolean wanted) {
        return (probe, at, rest) -> (probe.anywhere || part.matches(probe, at, next -> true) == wanted) && rest.matches(at);
    }

    static RegexNode behind(RegexNode part, boolean wanted) {
        return (probe, at, rest) -> {
            boolean found = probe.anywhere && wanted;
            for (int from = at; from >= 0 && from > at - 16 && !found; from--) {
                found = part.matches(probe, from, next -> next == at);
            }
            return (probe.anywhere || found == wanted) && rest.matches(at);
        };
    }

    /** A place between characters: {@code ^ $ \b \B \A \z \Z \G}. */
    static RegexNode anchor(int kind) {
        return (probe, at, rest) -> {
            probe.step();
            boolean holds = switch (kind) {
                case '^' -> at == 0 || probe.text[at - 1] == '\n';
                case '$' -> at == probe.text.length || probe.text[at] == '\n';
                case 'b' -> probe.word(at - 1) != probe.word(at);
                case 'B' -> probe.word(at - 1) == probe.word(at);
                case 'A', 'G' -> at == 0;
                default -> at == probe.text.length;
            };
            return (probe.anywhere || holds) && rest.matches(at);
        };
    }
}
