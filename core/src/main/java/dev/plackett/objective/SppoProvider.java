package dev.plackett.objective;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** {@code sppo} in recipes; the defaults are the paper's loss on best and worst answer. */
public final class SppoProvider implements ObjectiveProvider {

    /** Which answers of a prompt train. */
    private enum Answers {
        BEST_AND_WORST(Unit.PAIR), ALL(Unit.GROUP);

        private final Unit unit;

        Answers(Unit unit) {
            this.unit = unit;
        }
    }

    private static final Option<Double> ETA = Option.number("eta", 1000, "step of the self-play update; 0.4 eta should be a few nats (1000 for 7B models)");
    private static final Option<Answers> ANSWERS = Option.choice("answers", Answers.BEST_AND_WORST, "which answers of a prompt train");
    private static final Option<Sppo.Target> TARGET = Option.choice("target", Sppo.Target.SOFT, "estimated win rates, hard labels, or the pair's own win");
    private static final Option<Sppo.Weight> WEIGHT = Option.choice("weight", Sppo.Weight.MEAN, "mean (released code) or sum (TRL) over a prompt's answers");
    private static final Option<Sppo.Baseline> BASELINE = Option.choice("baseline", Sppo.Baseline.CONSTANT, "what stands for the log-normaliser");
    private static final Option<Double> CONSTANT = Option.number("constant", 0.5, "the constant baseline, as a win rate");
    private static final Option<Boolean> GATED = Option.flag("similarity_gate", false, "draw win rates to one half where answers are alike");
    private static final Option<Boolean> TOKEN_MEAN = Option.flag("token_mean", false, "log-ratios per token instead of sums; an experiment");

    @Override
    public String name() {
        return "sppo";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(ETA, ANSWERS, TARGET, WEIGHT, BASELINE, CONSTANT, GATED, TOKEN_MEAN);
    }

    /** 1/η, where log-ratios are summed. */
    @Override
    public OptionalDouble beta(Map<String, ?> given) {
        Options options = new Options(Map.copyOf(given));
        return options.get(TOKEN_MEAN) ? OptionalDouble.empty() : OptionalDouble.of(1 / options.get(ETA));
    }

    @Override
    public Objective create(Options o) {
        return new Sppo(o.get(ETA), o.get(ANSWERS).unit, o.get(TARGET), o.get(WEIGHT), o.get(BASELINE), o.get(CONSTANT), o.get(GATED), o.get(TOKEN_MEAN));
    }
}
