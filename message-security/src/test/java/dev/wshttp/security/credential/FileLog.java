// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Records what is logged about files that changed during a test. */
public final class FileLog extends AppenderBase<ILoggingEvent> implements BeforeEachCallback, AfterEachCallback {
    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(FileSource.class);

    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

    /** Returns the warnings, each as its text. */
    public List<String> warnings() {
        return events.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Override
    protected void append(ILoggingEvent event) {
        events.add(event);
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        start();
        LOGGER.addAppender(this);
    }

    @Override
    public void afterEach(ExtensionContext test) {
        LOGGER.detachAppender(this);
        stop();
    }
}
