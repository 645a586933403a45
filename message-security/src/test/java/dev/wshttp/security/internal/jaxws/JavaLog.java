// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Records what the RI and the JDK log during a test, from a level on. */
final class JavaLog extends Handler implements BeforeEachCallback, AfterEachCallback {
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    JavaLog(Level least) {
        setLevel(least);
    }

    List<LogRecord> records() {
        return records;
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        Logger.getLogger("").addHandler(this);
    }

    @Override
    public void afterEach(ExtensionContext test) {
        Logger.getLogger("").removeHandler(this);
    }

    @Override
    public void publish(LogRecord log) {
        if (isLoggable(log)) {
            records.add(log);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
