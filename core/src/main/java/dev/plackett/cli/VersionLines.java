package dev.plackett.cli;

import dev.plackett.report.Versions;
import picocli.CommandLine;

/** What {@code plackett --version} prints. */
final class VersionLines implements CommandLine.IVersionProvider {

    @Override
    public String[] getVersion() {
        return Versions.all().entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toArray(String[]::new);
    }
}
