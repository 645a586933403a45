// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs.cli;

import jakarta.json.Json;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The failure of a command: a message for the user and, on request, the same as JSON.
 *
 * @param exitCode one of {@link ExitCodes}
 * @param message the text: what failed, what was found, what was expected and what to do
 */
record Refusal(int exitCode, String message) {

    static int ofUsage(ParameterException mistake, String[] arguments) {
        var command = mistake.getCommandLine();
        var refusal = new Refusal(ExitCodes.USAGE, String.valueOf(mistake.getMessage()));
        refusal.print(command, List.of(arguments));
        UnmatchedArgumentException.printSuggestions(mistake, command.getErr());
        command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return refusal.exitCode();
    }

    // The option is looked up by hand, because reading the options may be what failed.
    void print(CommandLine command, List<String> arguments) {
        if (arguments.contains("--json")) {
            var error = Json.createObjectBuilder().add("exitCode", exitCode).add("message", message);
            command.getOut()
                    .println(Json.createObjectBuilder().add("error", error).build());
            command.getOut().flush();
        }
        command.getErr().println("cert-tools: " + message);
    }
}
