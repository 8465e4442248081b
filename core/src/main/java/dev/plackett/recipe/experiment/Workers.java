package dev.plackett.recipe.experiment;

import dev.plackett.event.Listener;
import dev.plackett.event.StopSignal;
import dev.plackett.event.StoppedException;
import dev.plackett.tensor.Natives;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.bytedeco.pytorch.global.torch;

/**
 * Jobs that work side by side, each on one thread of libtorch's: on small networks that is faster than all threads on each in turn, and the bits do not depend
 * on how many work.
 */
public final class Workers {

    private static final long LOOK_EVERY = 200;

    private Workers() {}

    /**
     * A piece of work.
     *
     * @param <T> what it gives
     */
    @FunctionalInterface
    public interface Job<T> {

        /**
         * Does it.
         *
         * @param done takes how many units were done since it was called last
         * @throws StoppedException when the run was asked to stop
         */
        T run(LongConsumer done) throws Exception;
    }

    /**
     * Does all jobs; as many at a time as libtorch may use threads.
     *
     * @param jobs  in the order of the results; none emits events
     * @param stage name of the stage in progress events
     * @param total units of all jobs
     * @param unit  what is counted
     * @param stop  what the jobs ask
     * @throws StoppedException when a job stopped as asked; the others have ended too
     */
    public static <T> List<T> run(List<Job<T>> jobs, String stage, long total, String unit, Listener listener, StopSignal stop) throws Exception {
        Natives.load();
        int threads = torch.get_num_threads();
        AtomicLong units = new AtomicLong();
        ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, Math.min(jobs.size(), Natives.threads())));
        try {
            CompletionService<T> service = new ExecutorCompletionService<>(pool);
            List<Future<T>> all = new ArrayList<>();
            for (Job<T> job : jobs) {
                all.add(service.submit(() -> {
                    stop.check();
                    // A setting of the thread that asks.
                    torch.set_num_threads(1);
                    return job.run(units::addAndGet);
                }));
            }
            for (int ended = 0; ended < jobs.size();) {
                Future<T> next = service.poll(LOOK_EVERY, TimeUnit.MILLISECONDS);
                ended += next == null ? 0 : 1;
                listener.progress(stage, Math.min(total, units.get()), total, unit, ended + " of " + jobs.size() + " done");
            }
            List<T> results = new ArrayList<>();
            for (Future<T> each : all) {
                results.add(each.get());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            pool.shutdownNow();
            pool.awaitTermination(1, TimeUnit.MINUTES);
            torch.set_num_threads(threads);
        }
    }
}
