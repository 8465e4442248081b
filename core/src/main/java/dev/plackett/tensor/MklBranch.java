package dev.plackett.tensor;

import com.sun.jna.NativeLibrary;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/**
 * The instruction set that MKL's products are written in, as MKL itself says. What is mapped into the process does not tell: all of its kernel libraries are
 * loaded beforehand.
 *
 * @param name   in the spelling of MKL_CBWR
 * @param best   the best one of this processor
 * @param strict whether results do not depend on the number of threads and on where matrices lie in memory
 */
record MklBranch(String name, String best, boolean strict) {

    private static final int WHICH = 1;
    private static final int ALL = -1;
    private static final int AUTO = 2;
    private static final int STRICT = 0x10000;
    /** By the numbers of MKL's headers; CNR is its word for reproducible. */
    private static final Map<Integer, String> NAMES = Map.of(3, "COMPATIBLE", 4, "SSE2", 6, "SSSE3", 7, "SSE4_1", 8, "SSE4_2", 9, "AVX", 10, "AVX2",
        12, "AVX512", 14, "AVX512_E1");

    /** The one in use; empty where MKL is not loaded or does not answer. */
    static Optional<MklBranch> live() {
        return Loader.getLoadedLibraries().entrySet().stream().filter(e -> e.getKey().startsWith("mkl_rt")).map(Map.Entry::getValue).findFirst()
            .flatMap(MklBranch::ask);
    }

    private static Optional<MklBranch> ask(String library) {
        try {
            NativeLibrary mkl = NativeLibrary.getInstance(library);
            int which = mkl.getFunction("MKL_CBWR_Get").invokeInt(new Object[] {WHICH});
            int all = mkl.getFunction("MKL_CBWR_Get").invokeInt(new Object[] {ALL});
            int best = mkl.getFunction("MKL_CBWR_Get_Auto_Branch").invokeInt(new Object[0]);
            return Optional.of(of(which, all, best));
        } catch (LinkageError e) {
            return Optional.empty();
        }
    }

    /**
     * From MKL's answers.
     *
     * @param which the branch, or that the best is taken
     * @param all   the branch with its flags
     * @param best  the branch that is taken when it is left to MKL
     */
    static MklBranch of(int which, int all, int best) {
        return new MklBranch(name(which <= AUTO ? best : which), name(best), (all & STRICT) != 0);
    }

    private static String name(int branch) {
        return NAMES.getOrDefault(branch, "unknown (" + branch + ")");
    }

    @Override
    public String toString() {
        return name + " kernels" + (name.equals(best) ? "" : ", though this processor has " + best + ": see MKL_CBWR")
            + (strict ? ", strictly reproducible" : ", not strictly reproducible");
    }
}
