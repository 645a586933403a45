// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.joran.spi.JoranException;
import dev.wshttp.security.UntrustedText;
import java.util.Objects;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Writes everything that the libraries log to standard error, in one format. */
final class LogOutput {
    private static final String OWN_LOGGERS = "dev.wshttp";
    private static final String JSON = "/logback-json.xml";

    private LogOutput() {}

    /** Redirects the {@code java.util.logging} of the JAX-WS runtime to the log that {@code logback.xml} configures. */
    static void start() {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    /**
     * Writes lines of this form from now on.
     *
     * @throws IllegalStateException if the configuration inside this jar is damaged
     */
    static void use(LogFormat format) {
        if (format == LogFormat.JSON && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.reset();
            var configurator = new JoranConfigurator();
            configurator.setContext(context);
            try {
                configurator.doConfigure(Objects.requireNonNull(LogOutput.class.getResource(JSON), JSON));
            } catch (JoranException damaged) {
                throw new IllegalStateException("The configuration '" + JSON + "' cannot be read", damaged);
            }
        }
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
