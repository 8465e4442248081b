package dev.plackett.judge;

/** Makes a judge by name. Users' own are found by {@link java.util.ServiceLoader}, so a judge in a jar of one's own needs this and a services line. */
public interface JudgeProvider {

    /** The name that recipes and {@code --set judge=NAME} use. */
    String name();

    /** A judge ready to judge; the caller closes it. */
    Judge create();
}
