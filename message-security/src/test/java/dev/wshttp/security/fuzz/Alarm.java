// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import org.slf4j.LoggerFactory;

/** Hears every error that anything logs while it is open: no message from outside may cause one. Nothing is written to the log meanwhile. */
public final class Alarm implements AutoCloseable {
    private final Queue<String> errors = new ConcurrentLinkedQueue<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level level = root.getLevel();
    private final List<Appender<ILoggingEvent>> silenced = new ArrayList<>();
    private final java.util.logging.Logger javaRoot = LogManager.getLogManager().getLogger("");
    private final List<Handler> silencedHandlers = List.of(javaRoot.getHandlers());
    private final Appender<ILoggingEvent> appender = new Errors();
    private final Handler handler = new JavaErrors();

    /** Starts to listen. */
    public Alarm() {
        root.iteratorForAppenders().forEachRemaining(silenced::add);
        silenced.forEach(root::detachAppender);
        root.setLevel(Level.WARN);
        appender.setContext(root.getLoggerContext());
        appender.start();
        root.addAppender(appender);
        silencedHandlers.forEach(javaRoot::removeHandler);
        javaRoot.addHandler(handler);
    }

    /** What was logged since this was asked last; empty for nothing. */
    public String heard() {
        var all = new StringBuilder();
        for (String error = errors.poll(); error != null; error = errors.poll()) {
            all.append(error).append('\n');
        }
        return all.toString();
    }

    @Override
    public void close() {
        root.detachAppender(appender);
        silenced.forEach(root::addAppender);
        root.setLevel(level);
        javaRoot.removeHandler(handler);
        silencedHandlers.forEach(javaRoot::addHandler);
    }

    private final class Errors extends AppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
                String trace =
                        event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
                errors.add(event.getFormattedMessage() + "\n" + trace);
            }
        }
    }

    private final class JavaErrors extends Handler {
        @Override
        public void publish(LogRecord event) {
            if (event.getLevel().intValue() >= java.util.logging.Level.SEVERE.intValue()) {
                var trace = new StringWriter();
                if (event.getThrown() != null) {
                    event.getThrown().printStackTrace(new PrintWriter(trace));
                }
                errors.add(event.getLoggerName() + ": " + event.getMessage() + "\n" + trace);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
