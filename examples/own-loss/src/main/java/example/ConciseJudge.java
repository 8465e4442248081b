package example;

import dev.plackett.judge.Judge;
import dev.plackett.judge.JudgeProvider;
import dev.plackett.objective.Option;
import dev.plackett.objective.Options;
import java.util.List;

/** {@code concise} in recipes: the closer an answer is to so many words, the better. */
public final class ConciseJudge implements JudgeProvider {

    private static final Option<Double> WORDS = Option.number("words", 6, "how many words an answer should have");

    @Override
    public String name() {
        return "concise";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(WORDS);
    }

    @Override
    public Judge create(Options options) {
        double wanted = options.get(WORDS);
        return Judge.grading((prompt, answer) -> -Math.abs(answer.strip().split("\\s+").length - wanted));
    }
}
