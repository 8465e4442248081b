package dev.plackett.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that only grows, except that it can be cut back to an earlier length. */
final class AppendLog implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;

    private AppendLog(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Opens a file, which is made when it is not there; appending starts at its end. */
    static AppendLog open(Path file) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            channel.position(channel.size());
            return new AppendLog(file, channel);
        } catch (IOException e) {
            throw RunFolderException.cannotWrite(file, e);
        }
    }

    void append(byte[] bytes) {
        RunFolderException.guard(file, () -> {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        });
    }

    long size() {
        try {
            return channel.position();
        } catch (IOException e) {
            throw RunFolderException.cannotWrite(file, e);
        }
    }

    /** Everything from a position on. */
    byte[] from(long position) {
        ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(size() - position));
        RunFolderException.guard(file, () -> {
            while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) >= 0) {
                continue;
            }
        });
        return buffer.array();
    }

    /** Cuts the file back. */
    void cut(long length) {
        RunFolderException.guard(file, () -> {
            if (channel.size() < length) {
                throw new IOException("it is shorter (" + channel.size() + " bytes) than what was committed (" + length + "); something else changed it");
            }
            channel.truncate(length);
            channel.position(length);
        });
    }

    void force() {
        RunFolderException.guard(file, () -> channel.force(true));
    }

    @Override
    public void close() {
        RunFolderException.guard(file, channel::close);
    }
}
