// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonWriterFactory;
import jakarta.json.stream.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** The results for programs, which {@code conformance table} reads again. */
final class JsonReport {
    private JsonReport() {}

    /** @throws KitFailure if the file cannot be written */
    static void write(Run run, Path file) {
        JsonWriterFactory pretty = Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true));
        try (Writer out = Files.newBufferedWriter(file);
                var json = pretty.createWriter(out)) {
            json.writeObject(of(run));
        } catch (IOException noSpace) {
            throw ReportFiles.unwritable(file, noSpace);
        }
    }

    private static JsonObject of(Run run) {
        JsonArrayBuilder cases = Json.createArrayBuilder();
        run.results().forEach(result -> cases.add(of(result)));
        JsonObjectBuilder profiles = Json.createObjectBuilder();
        for (Profile profile : Profile.values()) {
            profiles.add(profile.word(), run.problems(Set.of(profile)).size());
        }
        return Json.createObjectBuilder()
                .add("subject", run.subject())
                .add("side", run.probed().side().word())
                .add("mode", run.probed().mode().word())
                .add("suite", run.probed().suite().configurationName())
                .add("encoding", run.probed().encodingWord())
                .add("problems", profiles)
                .add("cases", cases)
                .build();
    }

    private static JsonObject of(Result result) {
        Case tried = result.tried();
        return Json.createObjectBuilder()
                .add("id", tried.id())
                .add("name", tried.name())
                .add("weight", tried.weight().word())
                .add("wcf", tried.wcf().map(Verdict::word).orElse("not recorded"))
                .add("recording", tried.recording())
                .add("verdict", result.outcome().verdict().word())
                .add("detail", result.outcome().detail())
                .build();
    }
}
