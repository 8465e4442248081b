package dev.plackett.tensor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one entry to native code. Everything that touches libtorch, or any other native library, calls {@link #load()} or {@link #locked} first.
 *
 * <p>Three things must happen before the first native class loads, and are done here:
 * JavaCPP's own memory limits are switched off (they cap native memory at a multiple of the Java heap and cost five times an operation's overhead);
 * the settings that MKL, OpenMP and oneDNN read from the environment only are placed there unless the user has set them;
 * and a file lock is held, because several JVMs that unpack the libraries into one empty cache at once kill each other.
 */
public final class Natives {

    private static final Logger LOG = LoggerFactory.getLogger(Natives.class);

    /**
     * What the libraries read from the environment only: deterministic products, fixed threads, few cached kernels, and threads that give way after some
     * microseconds of waiting, since on a busy machine a spinning thread keeps the one it waits for from running.
     */
    private static final Map<String, String> ENVIRONMENT = new TreeMap<>(Map.of(
        "MKL_CBWR", "AUTO,STRICT",
        "MKL_DYNAMIC", "FALSE",
        "MKL_THREADING_LAYER", "GNU",
        "OMP_DYNAMIC", "FALSE",
        "GOMP_SPINCOUNT", "3000",
        "ONEDNN_PRIMITIVE_CACHE_CAPACITY", "64",
        "OPENBLAS_NUM_THREADS", "1"));

    private static boolean loaded;

    private Natives() {}

    /**
     * Loads libtorch once; later calls return at once.
     *
     * @throws IllegalStateException when the platform's libraries are not on the class path or cannot be unpacked
     */
    public static synchronized void load() {
        if (loaded) {
            return;
        }
        setDefaultProperty("org.bytedeco.javacpp.maxBytes", "0");
        setDefaultProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
        if (mklOnClassPath()) {
            setDefaultProperty("org.bytedeco.openblas.load", "mkl_rt");
        }
        ProcessEnvironment.setDefaults(ENVIRONMENT).forEach(name -> LOG.warn("{} could not be set in this process: start with "
            + "{}={} in the environment for deterministic results", name, name, ENVIRONMENT.get(name)));
        locked(() -> {
            try {
                return Loader.load(torch.class);
            } catch (UnsatisfiedLinkError e) {
                throw new IllegalStateException("libtorch could not be loaded on " + Loader.getPlatform() + ": " + e.getMessage()
                    + ". The class path needs org.bytedeco:pytorch with this platform's classifier; see `plackett doctor`.", e);
            }
        });
        torch.set_num_threads(threads());
        loaded = true;
    }

    /** The number of threads that libtorch may use: property {@code plackett.threads}, else OMP_NUM_THREADS, else the processors there are. */
    public static int threads() {
        String wanted = System.getProperty("plackett.threads", System.getenv().getOrDefault("OMP_NUM_THREADS", ""));
        try {
            return Math.max(1, Integer.parseInt(wanted.trim()));
        } catch (NumberFormatException e) {
            return Runtime.getRuntime().availableProcessors();
        }
    }

    /** The environment settings of this process's native libraries, as they stand. */
    public static Map<String, String> environment() {
        Map<String, String> now = new TreeMap<>();
        ENVIRONMENT.keySet().forEach(name -> now.put(name, ProcessEnvironment.get(name)));
        return now;
    }

    /** Whether libtorch was told to take its products from MKL. */
    static boolean mklAsked() {
        return "mkl_rt".equals(System.getProperty("org.bytedeco.openblas.load"));
    }

    /** Runs {@code first} (which may unpack native libraries) while no other process of this user does so. */
    public static synchronized <T> T locked(Supplier<T> first) {
        Path directory = Path.of(System.getProperty("user.home"), ".javacpp");
        try {
            Files.createDirectories(directory);
            try (FileChannel channel = FileChannel.open(directory.resolve("plackett.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                 FileLock lock = channel.lock()) {
                return first.get();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lock " + directory.resolve("plackett.lock")
                + ", which keeps two processes from unpacking the native libraries at once", e);
        }
    }

    private static boolean mklOnClassPath() {
        String library = System.mapLibraryName("mkl_rt");
        String folder = "/org/bytedeco/mkl/" + Loader.getPlatform() + "/";
        return Natives.class.getResource(folder + library) != null
            || Natives.class.getResource(folder + library + ".2") != null
            || Natives.class.getResource(folder + "mkl_rt.2.dll") != null;
    }

    private static void setDefaultProperty(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }
}
