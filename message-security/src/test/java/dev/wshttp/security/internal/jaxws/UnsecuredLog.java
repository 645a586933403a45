// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Records what {@link Unsecured} logs during a test. */
final class UnsecuredLog implements BeforeEachCallback, AfterEachCallback {
    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(Unsecured.class);

    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    List<ILoggingEvent> events() {
        return appender.list;
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        appender.start();
        LOGGER.addAppender(appender);
    }

    @Override
    public void afterEach(ExtensionContext test) {
        LOGGER.detachAppender(appender);
    }
}
