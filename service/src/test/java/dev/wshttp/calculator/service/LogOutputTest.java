// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.Status;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogOutputTest {
    @ParameterizedTest
    @ValueSource(strings = {"/logback.xml", "/logback-json.xml"})
    void isConfiguredWithoutComplaints(String file) throws Exception {
        LoggerContext context = configured(file);

        assertThat(context.getStatusManager().getCopyOfStatusList())
                .allMatch(status -> status.getLevel() == Status.INFO, "is information only");
        assertThat(context.getLogger("dev.wshttp.security.internal").getEffectiveLevel())
                .isEqualTo(Level.INFO);
        assertThat(context.getLogger("ROOT").getAppender("stderr"))
                .isInstanceOfSatisfying(
                        ConsoleAppender.class,
                        appender -> assertThat(appender.getTarget()).isEqualTo("System.err"));
        context.stop();
    }

    @Test
    void writesAnObjectOfJsonOnEachLineWithTheContextOfTheCall() throws Exception {
        LoggerContext context = configured("/logback-json.xml");
        var appender =
                (ConsoleAppender<ILoggingEvent>) context.getLogger("ROOT").getAppender("stderr");
        var event = new LoggingEvent(
                "",
                context.getLogger("dev.wshttp.security"),
                Level.WARN,
                "Refused \"{}\"",
                new IllegalStateException("a\nb"),
                new Object[] {"x\n\u0000"});
        event.setMDCPropertyMap(Map.of("wshttp.caller", "CN=\"Mallory\r\n\"; 00"));

        String line = new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8);
        context.stop();

        assertThat(line).endsWith("\n");
        assertThat(line.strip().chars()).allMatch(character -> character >= ' ');
        JsonObject read = Json.createReader(new StringReader(line)).readObject();
        assertThat(read.getString("level")).isEqualTo("WARN");
        assertThat(read.getString("formattedMessage")).isEqualTo("Refused \"x\n\u0000\"");
        assertThat(read.getJsonObject("mdc").getString("wshttp.caller")).isEqualTo("CN=\"Mallory\r\n\"; 00");
        assertThat(read.getJsonObject("throwable").getString("message")).isEqualTo("a\nb");
    }

    /** The audit trail is JSON already, in either form of the log. */
    @Test
    void writesTheAuditTrailAsItIsInJson() throws Exception {
        LoggerContext context = configured("/logback-json.xml");
        Logger trail = context.getLogger("dev.wshttp.audit");
        var appender = (ConsoleAppender<ILoggingEvent>) trail.getAppender("audit");
        String said = "{\"outcome\":\"success\"}";

        String line = new String(
                appender.getEncoder().encode(new LoggingEvent("", trail, Level.INFO, said, null, null)),
                StandardCharsets.UTF_8);

        assertThat(line).isEqualTo(said + System.lineSeparator());
        assertThat(trail.isAdditive()).isFalse();
        context.stop();
    }

    private static LoggerContext configured(String file) throws JoranException {
        var context = new LoggerContext();
        var configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(LogOutput.class.getResource(file));
        return context;
    }

    @Test
    void keepsWhatAPeerWroteOnOneLine() {
        var event = new LoggingEvent();
        event.setMessage("Refused {}");
        event.setArgumentArray(new Object[] {"x\r\n2026-11-22 WARN all is well\u2028\u0085\u202e"});

        assertThat(new LogOutput.OneLine().convert(event)).isEqualTo("Refused x 2026-11-22 WARN all is well ");
    }
}
