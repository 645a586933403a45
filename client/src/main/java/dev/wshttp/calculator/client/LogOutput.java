// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.wshttp.security.UntrustedText;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Writes everything that the libraries log to standard error, in one format. */
final class LogOutput {
    static final String OWN_LOGGERS = "dev.wshttp";

    private LogOutput() {}

    /** Redirects the {@code java.util.logging} of the JAX-WS runtime to the log that {@link LogConfiguration} configures. */
    static void start() {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    /** Writes each message on one line, even if a peer put line breaks into it. */
    public static final class OneLine extends MessageConverter {
        @Override
        public String convert(ILoggingEvent event) {
            return UntrustedText.printable(super.convert(event));
        }
    }

    /** Also logs what the packages of this project do with each message. */
    static void showDetails() {
        if (LoggerFactory.getLogger(OWN_LOGGERS) instanceof Logger logger) {
            logger.setLevel(Level.DEBUG);
        }
    }
}
