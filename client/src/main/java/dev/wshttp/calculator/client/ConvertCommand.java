// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import dev.wshttp.security.MessageSecurityException;
import jakarta.json.Json;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Prints the settings of an App.config of WCF as a properties file. */
@Command(
        name = "convert",
        description = {
            "Prints the properties file that says the same as an App.config or Web.config of WCF.",
            "A comment above each setting names the line that it comes from. No other file is opened."
        },
        footerHeading = "%nExample:%n",
        footer = "  calculator-client --config App.config convert > client.properties")
final class ConvertCommand implements Callable<Integer> {
    @ParentCommand
    private ClientMain main;

    @Override
    public Integer call() {
        Report report = main.report();
        List<String> lines = lines(main.settings());
        lines.forEach(report::line);
        report.json(Json.createObjectBuilder().add("lines", Json.createArrayBuilder(lines)));
        return ExitCode.DONE.number();
    }

    private static List<String> lines(ClientSettings settings) {
        try {
            return settings.converted();
        } catch (MessageSecurityException refused) {
            throw Diagnosis.ofSettings(refused);
        }
    }
}
