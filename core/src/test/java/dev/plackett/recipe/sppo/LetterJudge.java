package dev.plackett.recipe.sppo;

import dev.plackett.judge.Judge;
import dev.plackett.judge.JudgeProvider;
import dev.plackett.objective.Options;

/** A judge as a user would bring one: it likes answers of plain letters. */
public final class LetterJudge implements JudgeProvider {

    @Override
    public String name() {
        return "letters";
    }

    @Override
    public Judge create(Options options) {
        return Judge.grading((prompt, answer) -> answer.chars().filter(c -> c < 128 && Character.isLetter(c)).count());
    }
}
