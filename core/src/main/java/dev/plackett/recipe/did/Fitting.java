package dev.plackett.recipe.did;

import dev.plackett.evaluate.did.Descent;
import dev.plackett.evaluate.did.FinitePolicy;
import dev.plackett.evaluate.did.TabularLoss;
import dev.plackett.evaluate.did.TabularTraining;
import dev.plackett.event.Listener;
import dev.plackett.event.StopSignal;
import dev.plackett.event.StoppedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Trains tables, several at a time; each on one thread, so that its bits do not depend on their number.
 *
 * @param rate   learning rate of Adam
 * @param steps  how many
 * @param points at how many of them a table is looked at, beside the start
 */
record Fitting(double rate, int steps, int points) {

    static Fitting of(DidConfig.Tabular config) {
        return new Fitting(config.learningRate(), config.steps(), Math.min(60, config.steps()));
    }

    /** Looked at as often as that. */
    Fitting watched(int times) {
        return new Fitting(rate, steps, Math.min(times, steps));
    }

    /**
     * A table to train.
     *
     * @param name    what progress calls it
     * @param loss    what is minimised
     * @param start   where it starts
     * @param decayed whether the learning rate falls linearly
     */
    record Job(String name, TabularLoss loss, FinitePolicy start, boolean decayed) {

        /** From the reference, decayed. */
        static Job of(String name, TabularLoss loss, FinitePolicy reference) {
            return new Job(name, loss, reference, true);
        }
    }

    /**
     * A table on its way.
     *
     * @param step   steps done
     * @param policy the policy then
     */
    record Point(int step, FinitePolicy policy) {}

    /** Each job's policies on the way, from the start to the last step. */
    List<List<Point>> train(List<Job> jobs, String stage, StopSignal stop, Listener listener) {
        ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, Math.min(jobs.size(), Runtime.getRuntime().availableProcessors())));
        try {
            List<Future<List<Point>>> running = jobs.stream().map(job -> pool.submit(() -> train(job))).toList();
            List<List<Point>> done = new ArrayList<>();
            for (int i = 0; i < jobs.size(); i++) {
                stop.check();
                done.add(running.get(i).get());
                listener.progress(stage, done.size(), jobs.size(), "tables", jobs.get(i).name());
            }
            return done;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException();
        } catch (ExecutionException e) {
            throw new IllegalStateException("training a table failed: " + e.getCause().getMessage(), e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    private List<Point> train(Job job) {
        List<Point> seen = new ArrayList<>();
        int every = Math.max(1, steps / points);
        Descent adam = Descent.adam(rate);
        TabularTraining training = job.decayed() ? TabularTraining.decayed(job.loss(), adam, steps)
            : TabularTraining.constant(job.loss(), adam, steps);
        training.from(job.start(), (step, logits) -> {
            if (Thread.currentThread().isInterrupted()) {
                throw new StoppedException();
            }
            if (step % every == 0 || step == steps) {
                seen.add(new Point(step, FinitePolicy.softmax(logits)));
            }
        });
        return seen;
    }
}
