package dev.plackett.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import org.bytedeco.pytorch.global.torch;

/**
 * Threads for work that is cut into parts beforehand. On each of them libtorch works alone, so that small operations do not wait for a second thread, and
 * a part's result does not depend on how many threads there are.
 */
public final class Workers {

    private static ExecutorService pool;

    private Workers() {}

    /**
     * Runs all parts, on as many threads as {@link Natives#threads()} says; with one thread on the caller's.
     *
     * @param part called with 0 … parts − 1, in any order; opens its own {@link Scope}
     */
    public static void each(int parts, IntConsumer part) {
        if (Natives.threads() == 1) {
            for (int i = 0; i < parts; i++) {
                part.accept(i);
            }
            return;
        }
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            int index = i;
            running.add(pool().submit(() -> part.accept(index)));
        }
        RuntimeException failure = null;
        for (Future<?> each : running) {
            RuntimeException found = failure(each);
            failure = failure == null ? found : failure;
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Waits for a part's end, interrupted or not: it uses memory of the caller's. */
    private static RuntimeException failure(Future<?> running) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    running.get();
                    return null;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    return unwrapped(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException unwrapped(ExecutionException e) {
        return e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
    }

    private static synchronized ExecutorService pool() {
        if (pool == null) {
            Natives.load();
            int threads = Natives.threads();
            pool = Executors.newFixedThreadPool(threads, work -> {
                Thread thread = new Thread(work, "plackett-worker");
                thread.setDaemon(true);
                return thread;
            });
            CountDownLatch ready = new CountDownLatch(threads);
            for (int i = 0; i < threads; i++) {
                pool.submit(() -> alone(ready));
            }
            try {
                ready.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            // The number that threads begin with is the whole process's; each keeps the one that it began with.
            torch.set_num_threads(threads);
        }
        return pool;
    }

    private static void alone(CountDownLatch ready) {
        torch.set_num_threads(1);
        torch.get_num_threads();
        ready.countDown();
        try {
            ready.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
