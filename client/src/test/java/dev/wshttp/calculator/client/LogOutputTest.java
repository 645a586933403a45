// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.status.Status;
import org.junit.jupiter.api.Test;

class LogOutputTest {
    @Test
    void isConfiguredWithoutComplaints() throws Exception {
        var context = new LoggerContext();
        assertThat(new LogConfiguration().configure(context)).isEqualTo(ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);

        assertThat(context.getStatusManager().getCopyOfStatusList())
                .allMatch(status -> status.getLevel() == Status.INFO, "is information only");
        assertThat(context.getLogger("dev.wshttp.security.internal").getEffectiveLevel())
                .isEqualTo(Level.ERROR);
        assertThat(context.getLogger("ROOT").getAppender("stderr"))
                .isInstanceOfSatisfying(
                        ConsoleAppender.class,
                        appender -> assertThat(appender.getTarget()).isEqualTo("System.err"));
        context.stop();
    }

    @Test
    void keepsWhatAPeerWroteOnOneLine() {
        var event = new LoggingEvent();
        event.setMessage("Refused {}");
        event.setArgumentArray(new Object[] {"x\r\n2026-11-22 WARN all is well\u2028\u0085\u202e"});

        assertThat(new LogOutput.OneLine().convert(event)).isEqualTo("Refused x 2026-11-22 WARN all is well ");
    }
}
