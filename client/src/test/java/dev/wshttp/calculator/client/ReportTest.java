// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.UntrustedText;
import jakarta.json.Json;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void tellsResultsAsTextOrAsJsonButNotBoth() {
        report(Report.Format.TEXT, Report.Detail.RESULTS).line("4");
        report(Report.Format.TEXT, Report.Detail.RESULTS).json(Json.createObjectBuilder());
        assertThat(out.toString().strip()).isEqualTo("4");

        report(Report.Format.JSON, Report.Detail.RESULTS).line("5");
        report(Report.Format.JSON, Report.Detail.RESULTS).json(Json.createObjectBuilder());
        assertThat(out.toString().strip()).endsWith("{}").doesNotContain("5");
    }

    @ParameterizedTest
    @CsvSource({"1.5, 1.5", "NaN, \"NaN\"", "Infinity, \"INF\"", "-Infinity, \"-INF\""})
    void writesNumbersThatJsonDoesNotHaveAsTexts(double number, String expected) {
        assertThat(Report.add(Json.createObjectBuilder(), "n", number).build()).hasToString("{\"n\":" + expected + "}");
    }

    @Test
    void letsNoTextSteerTheTerminal() {
        String hostile = "CN=\u202Eevil\u2066\u009b2J\u2028\u200B\uD800";

        report(Report.Format.TEXT, Report.Detail.RESULTS).line(hostile);
        report(Report.Format.TEXT, Report.Detail.RESULTS)
                .failure(new ClientFailure(ExitCode.REJECTED, "X", "Two:\n  - " + hostile + "\n  - two"));

        assertThat(out.toString().strip()).isEqualTo("CN= evil 2J");
        assertThat(err.toString().lines())
                .containsExactly("calculator-client: Two:", "  - CN= evil 2J ", "  - two [X]");
    }

    @Test
    void writesJsonThatSaysTheSameAndSteersNoTerminal() {
        String hostile = "CN=\u202Eevil\u009b2J\u2028\uDB40\uDD00";

        report(Report.Format.JSON, Report.Detail.RESULTS)
                .json(Json.createObjectBuilder().add("identity", hostile));

        assertThat(out.toString().strip().codePoints()).allMatch(UntrustedText::isShown);
        assertThat(Json.createReader(new StringReader(out.toString()))
                        .readObject()
                        .getString("identity"))
                .isEqualTo(hostile);
    }

    @Test
    void tellsFailureToProgramsAndToPeople() {
        report(Report.Format.JSON, Report.Detail.RESULTS)
                .failure(new ClientFailure(ExitCode.CANNOT_CONNECT, "TIMED_OUT", "It said \"no\"."));

        var error =
                Json.createReader(new StringReader(out.toString())).readObject().getJsonObject("error");
        assertThat(error.getString("code")).isEqualTo("TIMED_OUT");
        assertThat(error.getInt("exitCode")).isEqualTo(6);
        assertThat(error.getString("message")).isEqualTo("It said \"no\".");
        assertThat(err.toString()).contains("It said \"no\".", "[TIMED_OUT]");
    }

    @Test
    void tellsTheSubcodeOfFaultToPrograms() {
        report(Report.Format.JSON, Report.Detail.RESULTS)
                .failure(new ClientFailure(
                        ExitCode.REJECTED, "SOAP_FAULT", Optional.of("ActionNotSupported"), "No.", null));

        var error =
                Json.createReader(new StringReader(out.toString())).readObject().getJsonObject("error");
        assertThat(error.getString("fault")).isEqualTo("ActionNotSupported");
    }

    @Test
    void tellsTheTimeOfStepsOnRequestOnly() {
        assertThat(report(Report.Format.TEXT, Report.Detail.RESULTS).step("quiet", () -> 1))
                .isOne();
        assertThat(err.toString()).isEmpty();

        assertThat(report(Report.Format.TEXT, Report.Detail.STEPS).step("loud", () -> 2))
                .isEqualTo(2);
        assertThat(err.toString()).contains(" ms  loud");
        assertThat(out.toString()).isEmpty();
    }

    private Report report(Report.Format format, Report.Detail detail) {
        return new Report(new PrintWriter(out, true), new PrintWriter(err, true), format, detail);
    }
}
