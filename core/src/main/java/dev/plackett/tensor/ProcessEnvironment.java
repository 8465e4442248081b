package dev.plackett.tensor;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The environment of this process as native libraries see it, which Java itself can only read. */
final class ProcessEnvironment {

    private interface PosixC extends Library {
        int setenv(String name, String value, int overwrite);

        String getenv(String name);
    }

    private interface WindowsC extends Library {
        int _putenv_s(String name, String value);
    }

    private ProcessEnvironment() {}

    /** Sets what is not set yet; returns the names that could not be set. */
    static List<String> setDefaults(Map<String, String> values) {
        List<String> failed = new ArrayList<>();
        values.forEach((name, value) -> {
            if (System.getenv(name) == null && !set(name, value)) {
                failed.add(name);
            }
        });
        return failed;
    }

    /** The value now, or an empty string. */
    static String get(String name) {
        try {
            String value = Platform.isWindows() ? System.getenv(name) : posix().getenv(name);
            return value == null ? "" : value;
        } catch (LinkageError e) {
            return System.getenv().getOrDefault(name, "");
        }
    }

    private static boolean set(String name, String value) {
        try {
            return Platform.isWindows()
                ? Native.load("msvcrt", WindowsC.class)._putenv_s(name, value) == 0
                : posix().setenv(name, value, 0) == 0;
        } catch (LinkageError e) {
            return false;
        }
    }

    private static PosixC posix() {
        return Native.load("c", PosixC.class);
    }
}
