/**
 * Users' files: JSONL, JSON, CSV, TSV and plain text, with TRL's column names. {@link dev.plackett.data.file.DataFile#read} is the entry; a file's rows are
 * all of one {@link dev.plackett.data.file.Kind}, recognised by the first one. Conversations stay JSON here; {@code text} renders them.
 */
package dev.plackett.data.file;
