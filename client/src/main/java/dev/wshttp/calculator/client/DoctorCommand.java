// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import dev.wshttp.security.MessageSecurityException;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Checks what a call needs, one step after the other, and stops at the first failure. */
@Command(
        name = "doctor",
        description = {
            "Checks what a call needs, one step at a time, and says what to do.",
            "The steps: settings, files and passwords, binding, own certificate, chain and identity of the service's certificate,",
            "address, clocks, and one call. Stops at the first failure. A negotiated certificate is checked in the call."
        },
        footerHeading = "%nExample:%n",
        footer = "  calculator-client --config client.properties doctor")
final class DoctorCommand implements Callable<Integer> {
    @ParentCommand
    private ClientMain main;

    @Override
    public Integer call() {
        Report report = main.report();
        JsonArrayBuilder told = Json.createArrayBuilder();
        ClientSettings settings = main.settings();
        try (Tracing tracing = main.tracing(report)) {
            var examination = new Examination(settings, tracing, Clock.systemUTC());
            for (Examination.Check check : examination.checks()) {
                String finding = examine(report, check);
                report.line("ok  " + check.name() + ": " + finding);
                told.add(Json.createObjectBuilder().add("check", check.name()).add("finding", finding));
            }
        }
        report.line("All is well.");
        report.json(Json.createObjectBuilder().add("checks", told));
        return ExitCode.DONE.number();
    }

    private static String examine(Report report, Examination.Check check) {
        try {
            return report.step(check.name(), check.examine());
        } catch (MessageSecurityException refused) {
            report.line("BAD " + check.name());
            throw Diagnosis.ofSettings(refused);
        } catch (ClientFailure failed) {
            report.line("BAD " + check.name());
            throw failed;
        }
    }
}
