// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.wshttp.security.UntrustedText;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Brings everything that the libraries log to standard error, in one form. */
final class LogOutput {
    private static final String OWN_LOGGERS = "dev.wshttp";

    private LogOutput() {}

    /** Joins the JAX-WS runtime's {@code java.util.logging} to the log that {@code logback.xml} describes. */
    static void start() {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    /** Writes each message on one line, whatever a peer put into it. */
    public static final class OneLine extends MessageConverter {
        @Override
        public String convert(ILoggingEvent event) {
            return UntrustedText.printable(super.convert(event));
        }
    }

    /** Also shows what our own packages do message by message. */
    static void showDetails() {
        if (LoggerFactory.getLogger(OWN_LOGGERS) instanceof Logger logger) {
            logger.setLevel(Level.DEBUG);
        }
    }
}
