package dev.plackett.data.file;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** One row of a user's file. */
public sealed interface Item {

    /** Where it stands, for messages, and the columns that its kind does not use. */
    Origin origin();

    /** Whether its texts are messages. */
    boolean conversational();

    /**
     * A row's place and its other columns.
     *
     * @param file  the file's name
     * @param line  its first line, from 1
     * @param other columns of the row that its kind does not use, as they are
     */
    record Origin(String file, int line, ObjectNode other) {
        @Override
        public String toString() {
            return file + ": line " + line;
        }
    }

    /** Rows that have a prompt. */
    sealed interface Prompted extends Item permits Prompt, Completion, Labelled, Preference, Candidates {

        /** What is to be answered. */
        Content prompt();
    }

    /** {@code prompt}: something to be answered. */
    record Prompt(Origin origin, Content prompt) implements Prompted {
        @Override
        public boolean conversational() {
            return prompt.conversational();
        }
    }

    /** {@code prompt, completion}: a prompt and its answer. */
    record Completion(Origin origin, Content prompt, Content completion) implements Prompted {
        @Override
        public boolean conversational() {
            return completion.conversational();
        }
    }

    /** {@code prompt, completion, label}: an answer that is wanted or not. */
    record Labelled(Origin origin, Content prompt, Content completion, boolean label) implements Prompted {
        @Override
        public boolean conversational() {
            return completion.conversational();
        }
    }

    /** {@code prompt, chosen, rejected}: a better and a worse answer. A file without {@code prompt} has it as the beginning that both share. */
    record Preference(Origin origin, Content prompt, Content chosen, Content rejected) implements Prompted {
        @Override
        public boolean conversational() {
            return chosen.conversational();
        }
    }

    /** {@code text} or {@code messages}: something to be learnt whole. */
    record Language(Origin origin, Content text) implements Item {
        @Override
        public boolean conversational() {
            return text.conversational();
        }
    }

    /**
     * {@code prompt, candidates} and, if given, {@code rewards}: answers to be compared.
     *
     * @param rewards one per candidate; empty without them
     */
    record Candidates(Origin origin, Content prompt, List<Content> candidates, double[] rewards) implements Prompted {
        @Override
        public boolean conversational() {
            return prompt.conversational();
        }
    }

    /**
     * {@code input_ids} and, if given, {@code completion_mask}: tokens as they are.
     *
     * @param ids    token ids
     * @param scored which of them count; without a mask all but the first, which nothing predicts
     */
    record Tokens(Origin origin, int[] ids, boolean[] scored) implements Item {
        @Override
        public boolean conversational() {
            return false;
        }
    }
}
