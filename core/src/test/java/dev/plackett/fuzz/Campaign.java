package dev.plackett.fuzz;

import com.sun.management.ThreadMXBean;
import dev.plackett.io.FormatException;
import dev.plackett.tensor.Seeds;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Many files for one reader. A file may load or be refused with a message that names it; anything else (another exception or error, too much time or
 * memory) ends the campaign and names the seed. Should the process die, the file it died of lies in the folder.
 */
final class Campaign {

    /** A file of some kilobytes takes a millisecond, one of 100 MB half a second; a busy machine may leave a thread waiting for many seconds. */
    private static final int SECONDS = 90;
    /** Allocated in all, most of it garbage at once; what stays is bounded by the heap of the process. */
    private static final long HEAP_BASE = 2L << 30;
    private static final long HEAP_PER_BYTE = 160;
    private static final long RESIDENT = 512L << 20;
    private static final int LONGEST_MESSAGE = 1000;

    private final Target target;
    private final Path folder;
    private final long seed;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    Campaign(Target target, Path folder, long seed) {
        this.target = target;
        this.folder = folder;
        this.seed = seed;
    }

    /** Reads files {@code first} to {@code end} − 1, or as many of them as the minutes allow, and counts what becomes of them. */
    void run(long first, long end, long minutes, Outcomes outcomes) throws IOException, InterruptedException {
        ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "fuzz-" + target.name());
            thread.setDaemon(true);
            return thread;
        });
        try {
            warmUp(worker);
            long start = System.nanoTime();
            for (long i = first; i < end && System.nanoTime() - start < TimeUnit.MINUTES.toNanos(minutes); i++) {
                one(i, worker, outcomes);
            }
        } finally {
            worker.shutdownNow();
        }
    }

    /** Reads a sound file, so that what loads once is not held against the first one. */
    private void warmUp(ExecutorService worker) throws IOException, InterruptedException {
        SplittableRandom random = Seeds.of(seed).at("warm-up").random();
        Sample sound = Stream.generate(() -> target.sample(random)).filter(s -> s.mutation().equals("none")).findFirst().orElseThrow();
        Path file = Files.write(folder.resolve(sound.fileName()), sound.bytes());
        try {
            worker.submit(reading(file)).get();
        } catch (ExecutionException e) {
            throw new AssertionError("a sound file ended with " + e.getCause(), e.getCause());
        }
        Files.delete(file);
    }

    private void one(long index, ExecutorService worker, Outcomes outcomes) throws IOException, InterruptedException {
        SplittableRandom random = Seeds.of(seed).at(target.name()).at(index).random();
        Sample sample = target.sample(random);
        Path file = folder.resolve(sample.fileName());
        Files.write(file, sample.bytes());
        String name = "file " + index + " of seed " + seed + " (" + sample.mutation() + ", " + file + ")";
        Future<Reading> future = worker.submit(reading(file));
        try {
            Reading reading = future.get(SECONDS, TimeUnit.SECONDS);
            long allowed = HEAP_BASE + HEAP_PER_BYTE * sample.bytes().length;
            if (reading.allocated() > allowed) {
                throw new AssertionError(name + " took " + reading.allocated() + " bytes of heap, expected at most " + allowed);
            }
            if (reading.resident() > RESIDENT + 4L * sample.bytes().length) {
                throw new AssertionError(name + " raised the process's peak memory by " + reading.resident() + " bytes");
            }
            check(name, file, reading.refusal());
            outcomes.add(sample.mutation(), reading.refusal() == null ? "" : reading.refusal().getMessage().replace(file.toString(), "FILE")
                .replace(folder.toString(), "FOLDER"), reading.nanos());
        } catch (TimeoutException e) {
            throw new AssertionError(name + " is not read after " + SECONDS + " s", e);
        } catch (ExecutionException e) {
            throw new AssertionError(name + " ended with " + e.getCause(), e.getCause());
        }
        Files.delete(file);
    }

    /** What reading one file came to; {@code refusal} is null when it loaded. */
    private record Reading(RuntimeException refusal, long nanos, long allocated, long resident) {}

    private Callable<Reading> reading(Path file) {
        return () -> {
            long resident = peakResident();
            long allocated = threads.getCurrentThreadAllocatedBytes();
            long start = System.nanoTime();
            RuntimeException refusal = null;
            try {
                target.read(file);
            } catch (FormatException e) {
                refusal = e;
            }
            return new Reading(refusal, System.nanoTime() - start, threads.getCurrentThreadAllocatedBytes() - allocated, peakResident() - resident);
        };
    }

    private void check(String name, Path file, RuntimeException refusal) {
        if (refusal == null) {
            return;
        }
        String message = refusal.getMessage();
        boolean named = message.startsWith(file.toString()) || message.startsWith(file.getParent().toString());
        if (!named || message.length() > LONGEST_MESSAGE || message.length() < file.toString().length() + 10 || message.contains("null pointer")) {
            throw new AssertionError(name + " is refused without saying where and why in at most " + LONGEST_MESSAGE + " characters: " + message, refusal);
        }
    }

    /** The process's peak resident memory in bytes; 0 where the system does not tell. */
    private static long peakResident() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream().filter(l -> l.startsWith("VmHWM:")).mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")) * 1024)
            .findFirst().orElse(0);
    }
}
