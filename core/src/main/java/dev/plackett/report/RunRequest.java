package dev.plackett.report;

import java.nio.file.Path;
import java.util.Map;

/**
 * Which run is wanted where.
 *
 * @param recipe   the recipe's name
 * @param config   the resolved configuration as text, one key a line; equal configurations are equal texts but for comments
 * @param folder   the run folder
 * @param fresh    whether a run that is there is moved out of the way
 * @param command  what was typed
 * @param versions versions by name, for provenance.json
 * @param inputs   what the run reads beside its configuration
 */
public record RunRequest(String recipe, String config, Path folder, boolean fresh, String command, Map<String, String> versions, ContentHash inputs) {}
