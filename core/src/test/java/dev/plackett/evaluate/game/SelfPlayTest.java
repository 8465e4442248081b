package dev.plackett.evaluate.game;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** SPPO specification, T3, T4c and what a single update must do (8.1.1–8.1.7). */
class SelfPlayTest {

    private static final Offset<Double> SIX = within(1e-6);

    @Test
    void t3aOneStep() {
        MultiplicativeWeights.Step step = new MultiplicativeWeights(Games.ROCK_PAPER_SCISSORS, 0.5).step(Games.SKEWED);
        assertThat(step.winRates()).containsExactly(new double[] {0.6, 0.25, 0.65}, within(1e-9));
        assertThat(step.logPartition()).isCloseTo(0.253294710166, within(1e-9));
        assertThat(step.next()).containsExactly(new double[] {0.628687897428, 0.263878234684, 0.107433867887}, within(1e-9));
        assertThat(Games.ROCK_PAPER_SCISSORS.gap(Games.SKEWED)).isCloseTo(0.3, within(1e-9));
    }

    private static void check(Game game, double[] first, double eta, int rounds, double[] average, double gap, double bound, double[] last, double gapLast) {
        MultiplicativeWeights weights = new MultiplicativeWeights(game, eta);
        MultiplicativeWeights.Run run = weights.run(first, rounds);
        assertThat(run.average()).containsExactly(average, SIX);
        assertThat(game.gap(run.average())).isCloseTo(gap, SIX);
        assertThat(weights.hedgeBound(MultiplicativeWeights.spread(first), rounds)).isCloseTo(bound, SIX);
        assertThat(run.last()).containsExactly(last, SIX);
        assertThat(game.gap(run.last())).isCloseTo(gapLast, SIX);
    }

    @Test
    void t3bRockPaperScissors() {
        check(Games.ROCK_PAPER_SCISSORS, Games.SKEWED, 0.13572280848830223, 1000, new double[] {0.325294411443, 0.337968430023, 0.336737158534},
            0.0114427470902, 0.0678614042442, new double[] {0.48433503461, 0.484246841895, 0.0314181234948}, 0.452828718401);
    }

    @Test
    void t3cBiasedCycle() {
        check(Games.BIASED_CYCLE, Games.BIASED_CYCLE.uniform(), 0.09374912431241626, 1000, new double[] {0.170594919634, 0.244872329546, 0.58453275082},
            0.0192635019443, 0.0468745621562, new double[] {0.055705727718, 0.131635496552, 0.81265877573}, 0.117967172972);
    }

    @Test
    void t4cTransitiveMajorities() {
        check(Games.TRANSITIVE, Games.TRANSITIVE.uniform(), 0.5, 400, new double[] {0.894611896639, 0.0978190569451, 0.0075690464162}, 0.0112957149777,
            0.135986122887, new double[] {0.999916824644, 8.3175355203e-05, 8.23174873002e-13}, 8.31753568509e-06);
    }

    @Test
    void stepsThatMakeTheBoundsSmallestAreTheOnesOfTheExamples() {
        assertThat(MultiplicativeWeights.hedgeStep(MultiplicativeWeights.spread(Games.SKEWED), 1000)).isCloseTo(0.13572280848830223, within(1e-15));
        double spread = Math.log(3);
        double eta = MultiplicativeWeights.paperStep(spread, 500);
        assertThat(new MultiplicativeWeights(Games.BIASED_CYCLE, eta).paperBound(spread, 500)).isCloseTo(2 * Math.sqrt(spread / 500), within(1e-15));
    }

    @Test
    void identitiesHoldInRandomGames() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int n = 2 + random.nextInt(6);
            Game game = Games.random(random, n);
            double[] policy = Games.policy(random, n);
            double eta = Math.pow(10, 4 * random.nextDouble() - 2);
            MultiplicativeWeights.Step step = new MultiplicativeWeights(game, eta).step(policy);
            String where = "seed " + seed;
            assertThat(game.winRate(policy, policy)).as("8.1.1, " + where).isCloseTo(0.5, within(1e-14));
            assertThat(step.logPartition()).as("8.1.2, " + where).isBetween(eta / 2 - 1e-12 * eta, eta / 2 + eta * eta / 8 + 1e-12 * eta);
            assertThat(game.winRate(step.next(), policy)).as("8.1.3, " + where).isGreaterThanOrEqualTo(0.5 - 1e-14);
            assertThat(game.gap(policy)).as("8.1.7, " + where).isGreaterThanOrEqualTo(-1e-14);
            for (int i = 0; i < n; i++) {
                if (step.next()[i] > 1e-200) {
                    assertThat(Math.log(step.next()[i] / policy[i])).as("4.3, " + where)
                        .isCloseTo(eta * step.winRates()[i] - step.logPartition(), within(1e-10 * Math.max(1, eta)));
                }
            }
        }
    }

    /** 8.1.3, the other half: a policy that all answers do equally well against stays as it is. */
    @Test
    void anEquilibriumInTheInteriorIsAFixedPoint() {
        double[] nash = Equilibrium.of(Games.BIASED_CYCLE);
        assertThat(new MultiplicativeWeights(Games.BIASED_CYCLE, 3).step(nash).next()).containsExactly(nash, within(1e-14));
    }

    /** 8.1.7, both bounds, with the steps that make them smallest, in random games of several sizes. */
    @Test
    void averagesReachTheBounds() {
        for (long seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            int n = 2 + random.nextInt(6);
            Game game = seed % 3 == 0 ? Game.cycle(0.05 + 0.45 * random.nextDouble(), 0.05 + 0.45 * random.nextDouble(), 0.05 + 0.45 * random.nextDouble())
                : Games.random(random, n);
            double[] first = Games.policy(random, game.size());
            double spread = MultiplicativeWeights.spread(first);
            int rounds = 50 + random.nextInt(400);
            MultiplicativeWeights hedge = new MultiplicativeWeights(game, MultiplicativeWeights.hedgeStep(spread, rounds));
            MultiplicativeWeights paper = new MultiplicativeWeights(game, MultiplicativeWeights.paperStep(spread, rounds));
            assertThat(game.gap(hedge.run(first, rounds).average())).as("seed " + seed).isBetween(0.0, Math.sqrt(2 * spread / rounds) + 1e-12);
            assertThat(game.gap(paper.run(first, rounds).average())).as("seed " + seed).isBetween(0.0, 2 * Math.sqrt(spread / rounds) + 1e-12);
        }
    }

    /** 8.1.6: each step moves the last policy away from an equilibrium in the interior by log Z − η/2, so it does not converge; the average does. */
    @Test
    void theLastPolicyDoesNotConverge() {
        for (Game game : new Game[] {Games.ROCK_PAPER_SCISSORS, Games.BIASED_CYCLE}) {
            double[] nash = Equilibrium.of(game);
            double eta = 0.2;
            MultiplicativeWeights weights = new MultiplicativeWeights(game, eta);
            double[] first = game == Games.ROCK_PAPER_SCISSORS ? Games.SKEWED : game.uniform();
            double[] policy = first;
            double worst = 0;
            double start = Games.divergence(nash, policy);
            for (int t = 0; t < 1000; t++) {
                MultiplicativeWeights.Step step = weights.step(policy);
                double moved = Games.divergence(nash, step.next()) - Games.divergence(nash, policy);
                assertThat(moved).isCloseTo(step.logPartition() - eta / 2, within(1e-11)).isGreaterThan(0);
                policy = step.next();
                worst = t < 100 ? 0 : Math.max(worst, game.gap(policy));
            }
            assertThat(Games.divergence(nash, policy)).isGreaterThan(1.3 * start);
            assertThat(worst).isGreaterThan(game.gap(first));
            double early = game.gap(weights.run(first, 50).average());
            assertThat(game.gap(weights.run(first, 2000).average())).isLessThan(early / 3);
        }
    }
}
