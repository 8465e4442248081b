/**
 * {@code tokenizer.json} before native code sees it. Hugging Face's library ends the process on what it does not expect (a character map that is cut
 * short, a pattern that backtracks without end), so {@link dev.plackett.text.file.TokenizerFile#read} checks the structure first.
 */
package dev.plackett.text.file;
