// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster.store;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What the library warns of while a test runs, but for the stores of other tests that run at the same time. */
final class LoggedWarnings implements AutoCloseable {
    private static final String NAME = "dev.wshttp.security.cluster";

    private final Logger logger = logger();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    private final ClusterFixture cluster;

    LoggedWarnings(ClusterFixture cluster) {
        this.cluster = cluster;
        lines.start();
        logger.addAppender(lines);
    }

    /** Returns the logger; while another test's thread starts the logging, there is only one that stands in for it. */
    private static Logger logger() {
        RedisServer.until(() -> LoggerFactory.getLogger(NAME) instanceof Logger);
        return (Logger) LoggerFactory.getLogger(NAME);
    }

    List<String> all() {
        synchronized (lines) {
            return List.copyOf(lines.list).stream()
                    .filter(line -> line.getLevel().isGreaterOrEqual(Level.WARN))
                    .map(ILoggingEvent::getFormattedMessage)
                    .filter(this::isOfThisTest)
                    .toList();
        }
    }

    private boolean isOfThisTest(String line) {
        return !line.contains("redis") || cluster.uris().stream().anyMatch(line::contains);
    }

    List<String> with(String part) {
        return all().stream().filter(line -> line.contains(part)).toList();
    }

    @Override
    public void close() {
        logger.detachAppender(lines);
    }
}
