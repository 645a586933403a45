// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import jakarta.json.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Asks the service for the name under which it knows this client. */
@Command(
        name = "whoami",
        description = "Prints the name and thumbprint of this client's certificate as the service verified them.",
        footerHeading = "%nExample:%n",
        footer = "  calculator-client --config client.properties whoami")
final class WhoAmICommand implements Callable<Integer> {
    @ParentCommand
    private ClientMain main;

    @Override
    public Integer call() {
        Report report = main.report();
        try (var session = Session.open(main.settings(), main.tracing(report), report)) {
            String identity = session.call("GetCallerIdentity", CalculatorClient::callerIdentity);
            report.line(identity);
            report.json(Json.createObjectBuilder().add("callerIdentity", identity));
        }
        return ExitCode.DONE.number();
    }
}
