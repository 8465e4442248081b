package dev.plackett.robust.attack;

import dev.plackett.objective.Carry;
import dev.plackett.objective.Option;
import dev.plackett.objective.Options;
import dev.plackett.tensor.Seeds;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Numbers that are lost on the way and arrive as 0, in pieces of the same length. (The released code's loss changes nothing: it throws its result
 * away.)
 *
 * @param q      probability that a piece is lost
 * @param length numbers in a piece: 1, or 365 float32 in a packet of 1,460 bytes
 */
public record Loss(double q, int length) implements Attack {

    /** float32 numbers in the payload of one TCP packet on Ethernet. */
    public static final int PACKET = 365;

    public Loss {
        Options.require(q >= 0 && q <= 1, "q", q, "from 0 to 1");
        Options.require(length >= 1, "length", length, "at least 1");
    }

    @Override
    public Carry corrupt(List<Tensor> rows, Scene scene, Carry carry) {
        for (int i = 0; i < rows.size(); i++) {
            Seeds stream = scene.stream("loss", i);
            Numbers.edit(rows.get(i), (values, width, at) -> {
                for (int c = 0; c < width; c++) {
                    if (stream.at((at + c) / length).uniform() < q) {
                        values[c] = 0;
                    }
                }
            });
        }
        return carry;
    }

    /** {@code drop} in recipes. */
    public static final class Coordinates implements AttackProvider {

        private static final Option<Double> Q = Option.number("q", 0.1, "share that is lost");

        @Override
        public String name() {
            return "drop";
        }

        @Override
        public String summary() {
            return "each number arrives as 0 with probability q";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(Q);
        }

        @Override
        public Attack create(Options options) {
            return new Loss(options.get(Q), 1);
        }
    }

    /** {@code packet} in recipes. */
    public static final class Packets implements AttackProvider {

        private static final Option<Double> Q = Option.number("q", 0.1, "share of packets that are lost");
        private static final Option<Integer> LENGTH = Option.whole("length", PACKET, "numbers in a packet");

        @Override
        public String name() {
            return "packet";
        }

        @Override
        public String summary() {
            return "packets of 365 numbers arrive as zeros with probability q";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(Q, LENGTH);
        }

        @Override
        public Attack create(Options options) {
            return new Loss(options.get(Q), options.get(LENGTH));
        }
    }
}
