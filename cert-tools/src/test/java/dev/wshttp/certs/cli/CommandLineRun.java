// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs.cli;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/**
 * The output and the exit code of one run of the command line.
 *
 * @param exitCode the exit code of the process
 * @param out all of standard output
 * @param err all of standard error
 */
record CommandLineRun(int exitCode, String out, String err) {

    static final Instant NOW = Instant.parse("2027-03-01T12:00:00Z");

    static CommandLineRun of(String... arguments) {
        return at(NOW, Map.of(), Optional.empty(), arguments);
    }

    static CommandLineRun at(
            Instant now, Map<String, String> environment, Optional<String> typed, String... arguments) {
        var context = new CommandContext(
                Clock.fixed(now, ZoneOffset.UTC),
                new SecureRandom(),
                name -> Optional.ofNullable(environment.get(name)),
                question -> typed.map(String::toCharArray));
        var out = new StringWriter();
        var err = new StringWriter();
        var code = CertToolsMain.commandLine(context)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        return new CommandLineRun(code, out.toString(), err.toString());
    }

    JsonObject json() {
        try (var reader = Json.createReader(new StringReader(out))) {
            return reader.readObject();
        }
    }
}
