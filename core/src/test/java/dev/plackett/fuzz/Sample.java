package dev.plackett.fuzz;

/**
 * One file to read.
 *
 * @param fileName its name, which may decide how it is read
 * @param bytes    its content
 * @param mutation what was done to it; "none" for a sound one
 */
record Sample(String fileName, byte[] bytes, String mutation) {}
