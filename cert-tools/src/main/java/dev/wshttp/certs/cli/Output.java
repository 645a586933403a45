// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs.cli;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.stream.JsonGenerator;
import java.io.StringWriter;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the result of a command as text or JSON. Standard output carries nothing else. */
final class Output {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--json",
            description = "Print the result, or the failure, as JSON. Messages still go to standard error.")
    private boolean json;

    void print(Supplier<String> text, Supplier<JsonObject> object) {
        var out = command.commandLine().getOut();
        out.print(json ? pretty(object.get()) : text.get());
        out.flush();
    }

    private static String pretty(JsonObject object) {
        var text = new StringWriter();
        var factory = Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true));
        try (var writer = factory.createWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString().strip() + "\n";
    }
}
