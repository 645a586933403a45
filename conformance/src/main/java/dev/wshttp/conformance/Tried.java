// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import dev.wshttp.security.WsMessageEncoding;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The results of a run as a file has them.
 *
 * @param verdicts by the id of the case
 */
record Tried(String subject, Probed probed, Map<String, Verdict> verdicts) {
    /** @throws KitFailure if the file cannot be read */
    static Tried read(Path file) {
        try (var json = Json.createReader(Files.newBufferedReader(file))) {
            JsonObject run = json.readObject();
            var verdicts = new LinkedHashMap<String, Verdict>();
            for (JsonObject each : run.getJsonArray("cases").getValuesAs(JsonObject.class)) {
                verdicts.put(each.getString("id"), Verdict.of(each.getString("verdict")));
            }
            return new Tried(run.getString("subject"), probed(run), verdicts);
        } catch (IOException | JsonException | IllegalArgumentException | NullPointerException | ClassCastException e) {
            throw ReportFiles.unreadable(file, e);
        }
    }

    private static Probed probed(JsonObject run) {
        return new Probed(
                Side.of(run.getString("side")),
                Mode.of(run.getString("mode")),
                AlgorithmSuite.named(run.getString("suite")),
                WsMessageEncoding.valueOf(run.getString("encoding").toUpperCase(Locale.ROOT)));
    }
}
