// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;

/**
 * Configures Logback, which finds this class by the {@code ServiceLoader}. Reading a {@code logback.xml} instead would take a quarter of the time that a whole call of
 * the client takes. Everything goes to standard error, because standard output carries results only. A file in the system property {@code logback.configurationFile}
 * has priority.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class LogConfiguration extends ContextAwareBase implements Configurator {
    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{20} - %msg%n";
    private static final String TRACES = "dev.wshttp.explain";
    private static final String INTERNAL = "dev.wshttp.security.internal.";

    /** Creates the configuration; called by the {@code ServiceLoader}. */
    public LogConfiguration() {}

    @Override
    public ExecutionStatus configure(LoggerContext loggers) {
        if (System.getProperty(ClassicConstants.CONFIG_FILE_PROPERTY) != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        // The command itself reports a failed call. With the option verbose the library logs it, too.
        loggers.getLogger(LogOutput.OWN_LOGGERS).setLevel(Level.ERROR);
        loggers.getLogger(TRACES).setLevel(Level.WARN);
        loggers.getLogger(INTERNAL + "settings").setLevel(Level.WARN);
        loggers.getLogger(INTERNAL + "wcfconfig").setLevel(Level.WARN);
        loggers.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
        loggers.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(standardError(loggers));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static ConsoleAppender<ILoggingEvent> standardError(LoggerContext loggers) {
        var layout = new PatternLayout();
        layout.setContext(loggers);
        layout.getInstanceConverterMap().put("msg", LogOutput.OneLine::new);
        layout.setPattern(PATTERN);
        layout.start();
        var encoder = new LayoutWrappingEncoder<ILoggingEvent>();
        encoder.setContext(loggers);
        encoder.setLayout(layout);
        encoder.start();
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setContext(loggers);
        appender.setName("stderr");
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }
}
